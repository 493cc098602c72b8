//! A picture of what a key, a frame, a search and a start cost as the data grows.

use std::fmt::Write;
use std::path::Path;

use crate::report::seconds;

/// A line of the picture: its words, the group of criterion, and the sizes that it was measured at.
struct Line {
    words: &'static str,
    color: &'static str,
    group: &'static str,
    sizes: &'static [u32],
}

const LINES: [Line; 6] = [
    Line {
        words: "search, one key",
        color: "#d97706",
        group: "search_growth",
        sizes: &[1_000, 100_000, 1_000_000],
    },
    Line {
        words: "key in a pasted list, and frame",
        color: "#2563eb",
        group: "key_in_a_pasted_list_and_frame",
        sizes: &[100, 1_000, 100_000, 1_000_000],
    },
    Line {
        words: "step in the customers, and frame",
        color: "#7c3aed",
        group: "customer_list_step_and_frame",
        sizes: &[1_000, 100_000, 1_000_000],
    },
    Line {
        words: "step in the contacts, and frame",
        color: "#059669",
        group: "contacts_tab_step_and_frame",
        sizes: &[100, 1_000, 100_000],
    },
    Line {
        words: "rg over the names",
        color: "#9ca3af",
        group: "search_growth_rg",
        sizes: &[1_000, 100_000, 1_000_000],
    },
    Line {
        words: "fzf over the names",
        color: "#6b7280",
        group: "search_growth_fzf",
        sizes: &[1_000, 100_000, 1_000_000],
    },
];

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 520.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 370.0;

/// The powers of ten at the ends of the axes: rows, and seconds.
const ROWS: (f64, f64) = (2.0, 6.0);
const SECONDS: (f64, f64) = (-5.0, 0.0);

/// Draws the picture into the assets, if all of it was measured.
pub(crate) fn draw() {
    let mut lines = Vec::new();
    for line in &LINES {
        let mut points = Vec::new();
        for size in line.sizes {
            let Some(took) = seconds(&format!("{}/{size}", line.group)) else {
                return;
            };
            points.push((across(f64::from(*size)), up(took)));
        }
        lines.push((line, points));
    }
    let picture = picture(&lines).expect("written");
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/growth.svg");
    std::fs::write(place, picture).expect("written");
}

fn picture(lines: &[(&Line, Vec<(f64, f64)>)]) -> Result<String, std::fmt::Error> {
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">"
    )?;
    writeln!(
        svg,
        "<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>"
    )?;
    writeln!(
        svg,
        "<text x=\"{LEFT}\" y=\"22\" font-size=\"14\" fill=\"#111827\">What a person waits for, as the data grows</text>"
    )?;
    for (power, words) in [
        (2, "100"),
        (3, "1,000"),
        (4, "10,000"),
        (5, "100,000"),
        (6, "1,000,000"),
    ] {
        let x = across(10_f64.powi(power));
        grid(&mut svg, (x, TOP), (x, BOTTOM))?;
        writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#4b5563\">{words}</text>",
            BOTTOM + 18.0
        )?;
    }
    writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#4b5563\">contacts, or lines of the list</text>",
        (LEFT + RIGHT) / 2.0,
        BOTTOM + 38.0
    )?;
    for (power, words) in [
        (-5, "10 µs"),
        (-4, "100 µs"),
        (-3, "1 ms"),
        (-2, "10 ms"),
        (-1, "100 ms"),
        (0, "1 s"),
    ] {
        let y = up(10_f64.powi(power));
        grid(&mut svg, (LEFT, y), (RIGHT, y))?;
        writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#4b5563\">{words}</text>",
            LEFT - 8.0,
            y + 4.0
        )?;
    }
    let mut taken: Vec<f64> = Vec::new();
    for (line, points) in lines {
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>",
            path.join(" "),
            line.color
        )?;
        for (x, y) in points {
            writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{}\"/>",
                line.color
            )?;
        }
        // Words that would cover each other move apart.
        let mut y = points.last().map_or(BOTTOM, |(_, y)| y + 4.0);
        while taken.iter().any(|other| (other - y).abs() < 14.0) {
            y += 2.0;
        }
        taken.push(y);
        writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{y:.1}\" fill=\"{}\">{}</text>",
            RIGHT + 10.0,
            line.color,
            line.words
        )?;
    }
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

fn grid(svg: &mut String, from: (f64, f64), to: (f64, f64)) -> std::fmt::Result {
    writeln!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#e5e7eb\"/>",
        from.0, from.1, to.0, to.1
    )
}

/// Returns the place of a number of rows.
fn across(rows: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * (rows.log10() - ROWS.0) / (ROWS.1 - ROWS.0)
}

/// Returns the height of a time.
fn up(seconds: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * (seconds.log10() - SECONDS.0) / (SECONDS.1 - SECONDS.0)
}
