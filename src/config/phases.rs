//! The phases of onboardings: a file beside the configuration, with defaults.

use std::io;
use std::path::Path;

use serde::Deserialize;

use super::Error;
use crate::domain::{
    AssigneeFields, AssigneeRule, Audience, ContactRole, Name, NoteText, Phase, Phases, PlannedDue,
    PlannedPhase, PlannedTask, Template, TemplateName, WithSubtasks,
};

/// The phases as they are before anything is set, with their explanation.
pub const DEFAULT_PHASES: &str = include_str!("../../assets/phases.toml");

/// The name of the file, in the folder of the configuration.
pub const PHASES_FILE: &str = "phases.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    phase: Vec<PhaseEntry>,
    #[serde(default)]
    template: Vec<TemplateEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseEntry {
    name: String,
    #[serde(default = "a_week")]
    days: u32,
    #[serde(default)]
    task: Vec<TaskEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateEntry {
    name: String,
    #[serde(default)]
    phase: Vec<TemplatePhaseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplatePhaseEntry {
    name: String,
    #[serde(default)]
    task: Vec<TaskEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskEntry {
    title: String,
    #[serde(default)]
    audience: AudienceEntry,
    due_after_days: Option<u32>,
    due_before_end_days: Option<u32>,
    #[serde(default)]
    assignee: String,
    note: Option<String>,
    #[serde(default)]
    subtask: Vec<TaskEntry>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum AudienceEntry {
    #[default]
    Internal,
    Customer,
}

const fn a_week() -> u32 {
    7
}

/// Reads the phases beside a configuration file; without a file of their own, they are as by default.
pub fn read_phases(config: &Path) -> Result<Phases, Error> {
    let path = config.with_file_name(PHASES_FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&path, &text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => parse(&path, DEFAULT_PHASES),
        Err(source) => Err(Error::Io { path, source }),
    }
}

/// Returns the phases as they are before anything is set.
pub fn default_phases() -> Result<Phases, Error> {
    parse(Path::new(PHASES_FILE), DEFAULT_PHASES)
}

fn parse(path: &Path, text: &str) -> Result<Phases, Error> {
    let failed = |line: usize, reason: String| Error::Parse {
        path: path.to_owned(),
        line,
        reason,
    };
    let file: File = toml_edit::de::from_str(text).map_err(|error| Error::of(path, text, &error))?;
    let phases = file
        .phase
        .iter()
        .map(|entry| planned(entry).map_err(|reason| failed(line_of(text, &entry.name), reason)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut phases = Phases::new(phases).map_err(|error| failed(1, error.to_string()))?;
    let mut templates = Vec::new();
    for entry in &file.template {
        let wrong = |reason| failed(line_of_template(text, &entry.name), reason);
        templates.push(template(entry).map_err(wrong)?);
        phases = phases
            .with_templates(templates.clone())
            .map_err(|error| wrong(error.to_string()))?;
    }
    Ok(phases)
}

fn template(entry: &TemplateEntry) -> Result<Template, String> {
    let name = TemplateName::parse(&entry.name).map_err(|error| format!("a template: {error}"))?;
    let phases = entry.phase.iter().map(|phase| {
        let named = Phase::parse(&phase.name).map_err(|error| format!("a phase: {error}"))?;
        Ok((named, tasks(&phase.task)?))
    });
    let phases = phases.collect::<Result<_, String>>();
    Ok(Template {
        phases: phases.map_err(|error| format!("the template {name}: {error}"))?,
        name,
    })
}

fn planned(entry: &PhaseEntry) -> Result<PlannedPhase, String> {
    Ok(PlannedPhase {
        phase: Phase::parse(&entry.name).map_err(|error| format!("a phase: {error}"))?,
        days: entry.days,
        tasks: tasks(&entry.task)?,
    })
}

fn tasks(entries: &[TaskEntry]) -> Result<Vec<WithSubtasks<PlannedTask>>, String> {
    let with_subtasks = |entry: &TaskEntry| {
        if entry.subtask.iter().any(|part| !part.subtask.is_empty()) {
            return Err(format!(
                "the task {}: a subtask has no subtasks of its own",
                entry.title
            ));
        }
        Ok(WithSubtasks {
            task: task(entry)?,
            subtasks: entry.subtask.iter().map(task).collect::<Result<_, _>>()?,
        })
    };
    entries.iter().map(with_subtasks).collect()
}

fn task(entry: &TaskEntry) -> Result<PlannedTask, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("the task {}: {error}", entry.title);
    let due = match (entry.due_after_days, entry.due_before_end_days) {
        (None, None) => None,
        (Some(days), None) => Some(PlannedDue::AfterStart(days)),
        (None, Some(days)) => Some(PlannedDue::BeforeEnd(days)),
        (Some(_), Some(_)) => return Err(wrong(&"give due_after_days or due_before_end_days, not both")),
    };
    let note = entry.note.as_deref().map(NoteText::parse).transpose();
    Ok(PlannedTask {
        title: Name::parse(&entry.title).map_err(|error| format!("a task: {error}"))?,
        audience: match entry.audience {
            AudienceEntry::Internal => Audience::Internal,
            AudienceEntry::Customer => Audience::Customer,
        },
        due,
        assignee: assignee(&entry.assignee).map_err(|error| wrong(&error))?,
        note: note.map_err(|error| wrong(&error))?,
    })
}

/// Reads who does the tasks made of one.
fn assignee(text: &str) -> Result<Option<AssigneeFields>, String> {
    match (text.trim(), ContactRole::addressed(text)) {
        ("", _) => Ok(None),
        ("csm", _) => Ok(Some(AssigneeFields::ByRule(AssigneeRule::Csm))),
        ("owner", _) => Ok(Some(AssigneeFields::ByRule(AssigneeRule::Owner))),
        ("primary", _) => Ok(Some(AssigneeFields::ByRule(AssigneeRule::Primary))),
        (_, Some(role)) => role
            .map(AssigneeFields::Role)
            .map(Some)
            .map_err(|error| error.to_string()),
        (_, None) => Err("write its assignee as csm, owner, primary or role:billing".to_owned()),
    }
}

/// Finds the line that names a phase.
fn line_of(text: &str, name: &str) -> usize {
    let at = text
        .lines()
        .position(|line| line.contains("name") && line.contains(name));
    at.map_or(1, |at| at + 1)
}

/// Finds the line that names a template: the last one to do so, as one that comes twice is wrong where it comes again.
fn line_of_template(text: &str, name: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let at = (1..lines.len()).rev().find(|at| {
        let line = |at: usize| lines.get(at).copied().unwrap_or_default();
        line(*at).contains("name") && line(*at).contains(name) && line(at - 1).contains("[[template]]")
    });
    at.map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_phases_are_those_of_the_product() {
        let phases = parse(Path::new("phases.toml"), DEFAULT_PHASES).expect("valid");
        let names: Vec<&str> = phases
            .all()
            .iter()
            .map(|planned| planned.phase.as_str())
            .collect();
        assert_eq!(names, ["Kickoff", "Integration", "UAT", "Launch", "Adoption"]);
    }

    #[test]
    fn the_template_of_the_explanation_is_read_once_it_is_no_comment() {
        let (_, example) = DEFAULT_PHASES.split_once("# [[template]]").expect("an example");
        let example: String = example
            .lines()
            .map(|line| format!("{}\n", line.trim_start_matches("# ")))
            .collect();
        let text = format!("{DEFAULT_PHASES}\n[[template]]{example}");
        let phases = parse(Path::new("phases.toml"), &text).expect("valid");
        let enterprise = phases.template("enterprise").expect("read");
        let tasks = enterprise
            .phases
            .iter()
            .map(|(phase, tasks)| (phase.as_str(), tasks.len()));
        assert_eq!(tasks.collect::<Vec<_>>(), [("Kickoff", 2), ("Adoption", 0)]);
        let (_, kickoff) = enterprise.phases.first().expect("a phase");
        let review = kickoff.first().expect("a task");
        assert_eq!(
            review.task.note.as_ref().map(NoteText::as_str),
            Some("Their form is in the portal.")
        );
        let parts: Vec<&str> = review.subtasks.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(parts, ["Send the questionnaire", "Answer what comes back"]);
    }

    #[test]
    fn the_samples_of_the_documentation_can_be_used() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/onboardings.md");
        let guide = std::fs::read_to_string(guide).expect("read");
        let samples = guide.split("```toml\n").skip(1);
        let samples: Vec<&str> = samples.filter_map(|rest| rest.split("```").next()).collect();
        let [first, template] = samples.as_slice() else {
            panic!("{samples:?}")
        };
        for text in [
            first.to_string(),
            format!("{first}{template}"),
            format!("{DEFAULT_PHASES}{template}"),
        ] {
            parse(Path::new("phases.toml"), &text).expect("valid");
        }
    }

    #[test]
    fn an_error_names_the_file_and_what_to_do() {
        for (text, wanted) in [
            ("", "no phase"),
            (
                "[[phase]]\nname = \"A\"\n[[phase]]\nname = \"a\"\n",
                "comes twice",
            ),
            ("[[phase]]\nname = \" \"\n", "Type a name"),
            ("[[phase]]\nnmae = \"A\"\n", "nmae"),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\naudience = \"all\"\n",
                "line 5",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\nassignee = \"ann\"\n",
                "line 2: the task x: write its assignee as csm, owner, primary or role:billing",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\n[[phase.task.subtask]]\ntitle = \"y\"\n\
                 [[phase.task.subtask.subtask]]\ntitle = \"z\"\n",
                "line 2: the task x: a subtask has no subtasks of its own",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\nnote = \" \"\n",
                "line 2: the task x: Type the note.",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\nassignee = \"role:\"\n",
                "line 2: the task x: Type a role, such as billing.",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[phase.task]]\ntitle = \"x\"\ndue_after_days = 1\ndue_before_end_days = 2\n",
                "give due_after_days or due_before_end_days, not both",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \"Big\"\n[[template]]\nname = \"big\"\n",
                "line 6: the template big comes twice; give each its own name",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \"default\"\n",
                "line 4: the tasks above are the template default; give this one another name",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \"big\"\n[[template.phase]]\nname = \"B\"\n",
                "line 4: the template big names the phase B, which is not there; the phases are A",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \"big\"\n[[template.phase]]\nname = \"A\"\n\
                 [[template.phase.task]]\ntitle = \"x\"\nassignee = \"ann\"\n",
                "line 4: the template big: the task x: write its assignee as csm, owner, primary or role:billing",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \" \"\n",
                "line 4: a template: Type a name",
            ),
            (
                "[[phase]]\nname = \"A\"\n[[template]]\nname = \"big\"\n[[template.phase]]\nname = \"A\"\ndays = 3\n",
                "line 7",
            ),
        ] {
            let error = parse(Path::new("/c/phases.toml"), text)
                .expect_err("refused")
                .to_string();
            assert!(error.starts_with("/c/phases.toml, line"), "{error}");
            assert!(error.contains(wanted), "{error}");
        }
    }
}
