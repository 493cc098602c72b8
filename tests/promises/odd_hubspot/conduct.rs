//! The ways in which the stand-in misbehaves.

/// A way to misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Conduct {
    /// Pages with fewer rows than were asked for.
    ShortPages,
    /// Pages without rows before others.
    EmptyPages,
    /// Rows by descending id.
    Descending,
    /// Rows in any order.
    Shuffled,
    /// A page that comes twice.
    RepeatedPages,
    /// The id behind which a page begins is not heeded.
    IgnoresIds,
    /// The mark at which a search goes on is always the same.
    StuckMarks,
    /// Totals that are missing, -1 or no number.
    NoTotals,
    /// Totals that are too high.
    HighTotals,
    /// 207 with errors of every category.
    PartialBatches,
    /// Batches that HubSpot is not done with.
    PendingBatches,
    /// Records that cannot be read beside the others.
    OddRecords,
    /// Records that are spoilt on their way.
    SpoiltRecords,
    /// Unknown fields, a mark before the text, ids as numbers.
    ExtraFields,
    /// Pages of a proxy now and then: 401, 403, 404, 408, 423, 502, 530, and one of a hotel with 200.
    StrayPages,
    /// Connections that fail or are cut.
    Cuts,
    /// Answers that take long.
    SlowAnswers,
    /// Too many questions.
    RateLimits,
    /// The scope for companies is missing.
    NoCompanies,
    /// People cannot be read by id.
    NoReading,
    /// Associations always fail.
    NoAssociations,
    /// Answers about many companies are too large.
    LargeAnswers,
    /// `IN` takes few values.
    FewValues,
    /// A clock that is a day ahead, a day behind, or silent.
    WrongDate,
    /// The index of the search lags by 50 minutes.
    LateIndex,
}

pub(super) const CONDUCTS: [Conduct; 25] = [
    Conduct::ShortPages,
    Conduct::EmptyPages,
    Conduct::Descending,
    Conduct::Shuffled,
    Conduct::RepeatedPages,
    Conduct::IgnoresIds,
    Conduct::StuckMarks,
    Conduct::NoTotals,
    Conduct::HighTotals,
    Conduct::PartialBatches,
    Conduct::PendingBatches,
    Conduct::OddRecords,
    Conduct::SpoiltRecords,
    Conduct::ExtraFields,
    Conduct::StrayPages,
    Conduct::Cuts,
    Conduct::SlowAnswers,
    Conduct::RateLimits,
    Conduct::NoCompanies,
    Conduct::NoReading,
    Conduct::NoAssociations,
    Conduct::LargeAnswers,
    Conduct::FewValues,
    Conduct::WrongDate,
    Conduct::LateIndex,
];
