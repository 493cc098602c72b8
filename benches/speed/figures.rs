//! Figures that stand beside a limit instead of a peer.

/// What a figure must not go above.
pub(crate) struct Limit {
    pub(crate) value: f64,
    pub(crate) unit: Unit,
}

/// What figures are counted in.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Times,
}

impl Limit {
    pub(crate) fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit }
    }
}

/// A figure with its limit.
pub(crate) struct Figure {
    pub(crate) what: String,
    pub(crate) limit: Limit,
    pub(crate) own: f64,
}

/// The figures of a run.
#[derive(Default)]
pub(crate) struct Figures(pub(crate) Vec<Figure>);

impl Figures {
    pub(crate) fn add(&mut self, what: &str, limit: Limit, own: f64) {
        self.0.push(Figure {
            what: what.to_owned(),
            limit,
            own,
        });
    }
}

impl Unit {
    /// Writes a value as people read it.
    pub(crate) fn write(self, value: f64) -> String {
        match self {
            Self::Seconds => match value {
                value if value >= 1.0 => format!("{value:.2} s"),
                value if value >= 0.1 => format!("{:.0} ms", value * 1e3),
                value if value >= 0.001 => format!("{:.1} ms", value * 1e3),
                value => format!("{:.0} µs", value * 1e6),
            },
            Self::Bytes => format!("{:.0} MiB", value / 1024.0 / 1024.0),
            Self::Times => format!("{value:.0}"),
        }
    }
}
