//! Words of a command line that a shell takes as they are.

use std::borrow::Cow;

/// Returns a word as a shell takes it: in single quotes, unless it holds nothing that a shell would look at.
pub fn shell_word(word: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+,:@%=".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_bare) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/home/mia/.local/share/pivotal")]
    #[case("/home/mia/My Documents/it's \"here\"")]
    #[case("$(touch x);`id`&*?~#!\\")]
    #[case("")]
    #[case("~")]
    #[case("Größe")]
    fn a_shell_reads_the_word_that_was_meant(#[case] word: &str) {
        let script = format!("printf %s {}", shell_word(word));
        let ran = Command::new("sh")
            .args(["-c", &script])
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&ran.stdout), word);
    }

    #[test]
    fn a_plain_path_stays_as_it_is() {
        assert_eq!(shell_word("/a/b-1.db"), "/a/b-1.db");
    }
}
