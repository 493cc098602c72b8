//! Changes single keys of the configuration file and leaves all else in it as it is, comments included.

use std::io::{self, Write};
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use super::{Config, Error, default_file};
use crate::domain::MailSetup;

/// Writes how mail is sent; a file that is not there yet begins as the one with every key explained.
///
/// # Errors
///
/// Says why the file cannot be read, understood or written; then it is as it was.
pub fn set_mail(path: &Path, mail: &MailSetup) -> Result<(), Error> {
    let failed = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => default_file(),
        Err(source) => return Err(failed(source)),
    };
    let text = with_mail(path, &text, mail)?;
    // What was written is what will be read.
    Config::parse(path, &text)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix(".config-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn with_mail(path: &Path, text: &str, mail: &MailSetup) -> Result<String, Error> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| Error::Parse {
        path: path.to_owned(),
        line: 1,
        reason: error.message().trim_end_matches('.').replace('\n', "; "),
    })?;
    let MailSetup {
        host,
        port,
        security,
        user,
        from,
    } = mail;
    let section = document
        .entry("smtp")
        .or_insert_with(|| Item::Table(Table::new()));
    if let Some(table) = section.as_table_like_mut() {
        for (key, value) in [
            ("host", value(host)),
            ("port", value(i64::from(*port))),
            ("security", value(security.key())),
            ("user", value(user)),
            ("from", value(from)),
        ] {
            match table.get_mut(key) {
                // The comments above it stay.
                Some(item) => *item = value,
                None => drop(table.insert(key, value)),
            }
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MailSecurity;

    fn mail() -> MailSetup {
        MailSetup {
            host: "smtp.us.com".to_owned(),
            port: 2525,
            security: MailSecurity::Tls,
            user: "cara".to_owned(),
            from: "\"Osei, Cara\" <cara@us.com>".to_owned(),
        }
    }

    #[test]
    fn what_was_set_is_read_back_and_all_else_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("below").join("config.toml");
        set_mail(&path, &mail()).expect("a new file");
        assert_eq!(Config::read(&path).expect("read").channels().mail, mail());
        let own = "# mine\n[user]\nname = \"Cara\" # me\n\n[smtp]\n# the server\nhost = \"old\"\n";
        std::fs::write(&path, own).expect("written");
        set_mail(&path, &mail()).expect("changed");
        let text = std::fs::read_to_string(&path).expect("read");
        for kept in [
            "# mine",
            "name = \"Cara\" # me",
            "# the server",
            "host = \"smtp.us.com\"",
        ] {
            assert!(text.contains(kept), "{text}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_understood_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        for text in ["[user\n", "smtp = 5\n"] {
            std::fs::write(&path, text).expect("written");
            assert!(set_mail(&path, &mail()).is_err(), "{text}");
            assert_eq!(std::fs::read_to_string(&path).expect("read"), text);
        }
    }
}
