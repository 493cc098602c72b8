//! TLS as every room that speaks it needs it: its cryptography, and what it complains of.

use std::error::Error;
use std::io;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::ConfigVerifierExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::domain::SafeText;

/// Sets the cryptography that all connections of the program use.
pub(crate) fn set_up() {
    // An error means that it is set already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Secures a connection to a host, whose certificate this machine has to trust.
pub(crate) async fn secure(host: &str, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
    set_up();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let config = ClientConfig::with_platform_verifier().map_err(io::Error::other)?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// Returns what is wrong with TLS, if an error comes from it; it may hide within an error of the connection.
pub(crate) fn problem(error: &(dyn Error + 'static)) -> Option<SafeText> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(SafeText::clean(&tls.to_string()));
        }
        // The source of an I/O error is that of what it holds, and not what it holds.
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(held) => Some(held),
            None => error.source(),
        };
    }
    None
}
