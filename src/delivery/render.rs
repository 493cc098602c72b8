//! Renders the texts of notifications from the templates, which are read when the first one is needed.

use std::path::PathBuf;
use std::sync::OnceLock;

use super::template::{Context, TemplateError, Templates};
use crate::domain::{
    Date, NotificationContent, NotificationFacts, NotificationKind, NotificationRenderer, PlainRenderer,
};

/// Renders the texts of notifications from the templates.
#[derive(Debug)]
pub struct TemplateRenderer {
    folder: PathBuf,
    portal_url: Option<String>,
    templates: OnceLock<Result<Templates, TemplateError>>,
}

impl TemplateRenderer {
    /// Takes the folder of the user's own templates, which need not be there, and the address of the portal.
    pub fn new(folder: PathBuf, portal_url: &str) -> Self {
        Self {
            folder,
            portal_url: Some(portal_url.trim().to_owned()).filter(|url| !url.is_empty()),
            templates: OnceLock::new(),
        }
    }

    fn try_render(
        &self,
        kind: NotificationKind,
        facts: &NotificationFacts,
    ) -> Result<NotificationContent, String> {
        let templates = self
            .templates
            .get_or_init(|| Templates::load(Some(&self.folder)))
            .as_ref()
            .map_err(ToString::to_string)?;
        templates
            .render(kind, &self.context(kind, facts))
            .map_err(|error| error.to_string())
    }

    fn context(&self, kind: NotificationKind, facts: &NotificationFacts) -> Context {
        Context {
            name: Some(facts.recipient_name.clone()),
            title: facts.recipient_title.clone(),
            customer: Some(facts.customer.clone()),
            phase: facts.phase.as_ref().map(ToString::to_string),
            note: facts.note.clone(),
            task: facts.task.clone(),
            tasks: facts.tasks.clone(),
            due: match kind {
                NotificationKind::TaskAssigned => facts.due,
                NotificationKind::PhaseChange
                | NotificationKind::PortalInvite
                | NotificationKind::Message => facts.target,
            }
            .map(Date::long),
            owner: facts.owner.clone(),
            portal_url: self.portal_url.clone(),
            step: facts.step.map(|step| step.key().to_owned()),
            reason: facts.reason.map(|reason| reason.key().to_owned()),
        }
    }
}

impl NotificationRenderer for TemplateRenderer {
    /// Renders a text; what keeps a template from being used is a missing field, so that nothing is sent with it.
    fn render(&self, kind: NotificationKind, facts: &NotificationFacts) -> NotificationContent {
        self.try_render(kind, facts)
            .unwrap_or_else(|sentence| NotificationContent {
                missing_fields: vec![sentence],
                ..PlainRenderer.render(kind, facts)
            })
    }

    fn portal(&self) -> Option<&str> {
        self.portal_url.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Phase;

    fn facts() -> NotificationFacts {
        NotificationFacts {
            recipient_name: "Dana Ruiz".to_owned(),
            recipient_title: Some("CTO".to_owned()),
            customer: "Acme".to_owned(),
            phase: Phase::parse("UAT").ok(),
            owner: Some("Cara Osei".to_owned()),
            ..NotificationFacts::default()
        }
    }

    #[test]
    fn the_built_in_templates_name_recipient_customer_and_phase() {
        let renderer = TemplateRenderer::new(PathBuf::from("/nowhere"), "https://portal.example");
        let content = renderer.render(NotificationKind::PhaseChange, &facts());
        for wanted in ["Dana", "Acme", "UAT"] {
            let text = format!("{}\n{}", content.subject, content.body);
            assert!(text.contains(wanted), "{text}");
        }
        assert_eq!(content.missing_fields, Vec::<String>::new());
    }

    #[test]
    fn a_missing_portal_address_is_a_missing_field() {
        let renderer = TemplateRenderer::new(PathBuf::from("/nowhere"), " ");
        let content = renderer.render(NotificationKind::PortalInvite, &facts());
        assert_eq!(content.missing_fields, ["portal_url"]);
        assert!(content.body.contains("[portal_url]"), "{}", content.body);
    }

    #[test]
    fn a_template_of_ones_own_is_used_and_a_wrong_one_keeps_the_text_from_being_sent() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("phase_change.txt");
        std::fs::write(&file, "Subject: On to {{ phase }}\n\nDear {{ name }}\n").expect("written");
        let renderer = TemplateRenderer::new(folder.path().to_owned(), "");
        let content = renderer.render(NotificationKind::PhaseChange, &facts());
        assert_eq!(
            (content.subject.as_str(), content.body.trim()),
            ("On to UAT", "Dear Dana Ruiz")
        );
        std::fs::write(&file, "Subject: {{ phase\n\nx\n").expect("written");
        let renderer = TemplateRenderer::new(folder.path().to_owned(), "");
        let content = renderer.render(NotificationKind::PhaseChange, &facts());
        assert!(
            content.missing_fields[0].contains("phase_change.txt"),
            "{:?}",
            content.missing_fields
        );
    }
}
