//! Changes single keys of the configuration file and leaves all else in it as it is, comments included.

use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, TomlError, value};

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
    // A link to the file stays a link.
    let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = place.parent().unwrap_or(Path::new("."));
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix(".config-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    if let Ok(metadata) = std::fs::metadata(&place) {
        file.as_file()
            .set_permissions(metadata.permissions())
            .map_err(failed)?;
    }
    file.persist(&place).map_err(|error| failed(error.error))?;
    Ok(())
}

fn with_mail(path: &Path, text: &str, mail: &MailSetup) -> Result<String, Error> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: TomlError| Error::of(path, text, &error.into()))?;
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
                Some(item) => replace(item, value),
                None => drop(table.insert(key, value)),
            }
        }
    }
    Ok(document.to_string())
}

/// Gives a key another value; the comments above and behind it stay.
fn replace(item: &mut Item, new: Item) {
    let decor = item.as_value().map(|old| old.decor().clone());
    *item = new;
    if let (Some(value), Some(decor)) = (item.as_value_mut(), decor) {
        *value.decor_mut() = decor;
    }
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
        let own = "# mine\n[user]\nname = \"Cara\" # me\n\n[smtp]\n# the server\nhost = \"old\" # ask Bob\n";
        std::fs::write(&path, own).expect("written");
        set_mail(&path, &mail()).expect("changed");
        let text = std::fs::read_to_string(&path).expect("read");
        for kept in [
            "# mine",
            "name = \"Cara\" # me",
            "# the server",
            "host = \"smtp.us.com\" # ask Bob",
        ] {
            assert!(text.contains(kept), "{text}");
        }
    }

    #[test]
    fn a_link_stays_a_link_and_the_file_keeps_its_rights() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (
            folder.path().join("dotfiles.toml"),
            folder.path().join("config.toml"),
        );
        std::fs::write(&file, "# mine\n").expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("set");
        symlink(&file, &link).expect("linked");
        set_mail(&link, &mail()).expect("changed");
        assert!(link.is_symlink());
        assert!(
            std::fs::read_to_string(&file)
                .expect("read")
                .contains("smtp.us.com")
        );
        assert_eq!(
            file.metadata().expect("there").permissions().mode() & 0o777,
            0o640
        );
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
