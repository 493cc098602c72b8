//! Onboardings as the operation log keeps them.

use serde::{Deserialize, Serialize};

use super::{InWords, Logged, VERSION, logged, written};
use crate::domain::{Date, Onboarding, OnboardingState, OwnerId, Phase, TemplateName};

/// What an onboarding is when it is started, and by which a change since is known; it entered its phase when it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnboardingRecord {
    /// The short number by which people name it.
    pub number: u32,
    /// Who runs it.
    pub csm: Option<OwnerId>,
    /// The day on which the customer should be live.
    pub target: Option<Date>,
    /// The phase it is in.
    pub phase: Phase,
    /// How it stands.
    pub state: OnboardingState,
    /// The template by which it gets its tasks; none if these are those of the phases themselves.
    pub template: Option<TemplateName>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    csm: Option<String>,
    number: u32,
    phase: String,
    state: String,
    target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    v: u32,
}

impl OnboardingRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            csm: self.csm.as_ref().map(OwnerId::to_string),
            number: self.number,
            phase: self.phase.to_string(),
            state: self.state.key().to_owned(),
            target: self.target.as_ref().map(Date::to_string),
            template: self.template.as_ref().map(TemplateName::to_string),
            v: VERSION,
        })
    }

    /// Reads what the log holds of an onboarding; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Logged<Self>> {
        logged(text, |line: Line| {
            Some(Self {
                number: line.number,
                csm: line.csm.as_deref().map(str::parse).transpose().ok()?,
                target: line.target.as_deref().map(str::parse).transpose().ok()?,
                phase: Phase::parse(&line.phase).ok()?,
                state: OnboardingState::from_key(&line.state)?,
                template: match &line.template {
                    Some(name) => Some(TemplateName::parse(name).ok()?),
                    None => None,
                },
            })
            .filter(|_| line.v <= VERSION)
        })
    }
}

impl InWords for OnboardingRecord {
    /// Returns it as `#1 in Kickoff, active, template enterprise, Cara Osei, target 2026-12-24`.
    fn in_words(&self, who: Option<&str>) -> String {
        let template = self.template.as_ref().map(|name| format!(", template {name}"));
        let csm = who.map(|name| format!(", {name}"));
        let target = self.target.map(|target| format!(", target {target}"));
        format!(
            "#{} in {}, {}{}{}{}",
            self.number,
            self.phase,
            self.state,
            template.unwrap_or_default(),
            csm.unwrap_or_default(),
            target.unwrap_or_default()
        )
    }
}

impl From<&Onboarding> for OnboardingRecord {
    fn from(onboarding: &Onboarding) -> Self {
        Self {
            number: onboarding.number,
            csm: onboarding.csm.as_ref().map(|csm| csm.id),
            target: onboarding.target,
            phase: onboarding.phase.clone(),
            state: onboarding.state,
            template: onboarding.template.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_onboarding_comes_back_from_the_log_and_is_shown_with_the_name_of_its_csm() {
        let record = OnboardingRecord {
            number: 1,
            csm: Some(OwnerId::from_uuid(uuid::Uuid::from_u128(7))),
            target: "2026-12-24".parse().ok(),
            phase: Phase::parse("Kickoff").expect("a phase"),
            state: OnboardingState::Active,
            template: None,
        };
        let line = record.to_log();
        let logged = OnboardingRecord::from_log(&line).expect("a record");
        assert_eq!(logged, Logged::Record(record.clone()));
        let words = "#1 in Kickoff, active, Cara Osei, target 2026-12-24";
        assert_eq!(logged.clone().in_words(Some("Cara Osei")), words);
        assert!(logged.is(&record, Some("another name")));
        assert!(!line.contains("template"), "{line}");
        let enterprise = OnboardingRecord {
            template: TemplateName::parse("enterprise").ok(),
            ..record.clone()
        };
        let told = OnboardingRecord::from_log(&enterprise.to_log()).expect("a record");
        assert_eq!(told, Logged::Record(enterprise));
        assert!(!told.is(&record, None));
        let words = "#1 in Kickoff, active, template enterprise, target 2026-12-24";
        assert_eq!(told.in_words(None), words);
        let paused = OnboardingRecord {
            state: OnboardingState::Paused,
            ..record
        };
        assert!(!logged.is(&paused, None));
        let later = line.replace("\"v\":1", "\"v\":2");
        assert_eq!(OnboardingRecord::from_log(&later), None);
    }

    #[test]
    fn the_sentence_of_an_earlier_release_is_compared_as_a_sentence() {
        let line = r##"{"legacy":"#1 in Kickoff, active, Cara Osei"}"##;
        let logged = OnboardingRecord::from_log(line).expect("a sentence");
        let record = OnboardingRecord {
            number: 1,
            csm: None,
            target: None,
            phase: Phase::parse("Kickoff").expect("a phase"),
            state: OnboardingState::Active,
            template: None,
        };
        assert!(logged.is(&record, Some("Cara Osei")) && !logged.is(&record, Some("Cara Brandt")));
        assert_eq!(logged.in_words(None), "#1 in Kickoff, active, Cara Osei");
        assert_eq!(OnboardingRecord::from_log("#1 in Kickoff"), None);
    }
}
