//! The one thread that asks a language model: takes requests in order, and gives up at once what it is told to stop.

use std::path::PathBuf;

use tokio::runtime::Runtime;

use super::service::{Body, Reports, Service, Stop, async_runtime};
use crate::app::Msg;
use crate::app::assistant::{AssistantEvent, AssistantRequest, Turn};
use crate::assistant::{Client, Settings};
use crate::config::Config;
use crate::domain::{ModelRequest, NetworkScope};

/// Where a model is found.
#[derive(Debug, Clone)]
pub struct AssistantContext {
    /// The folder of the secrets.
    pub folder: PathBuf,
    /// The configuration file, which is read anew for each request.
    pub config: PathBuf,
    /// How far a text may go.
    pub scope: NetworkScope,
}

/// The thread that asks; dropping it gives up what is asked and waits for it.
#[derive(Debug)]
pub struct AssistantWorker(Service<AssistantRequest, Turn>);

impl AssistantWorker {
    /// Starts the thread.
    pub fn start(context: AssistantContext, reports: Reports) -> std::io::Result<Self> {
        let stop = Stop::new(Turn::default(), Turn(u64::MAX));
        let body = AssistantBody {
            context,
            stop: stop.clone(),
            reports,
            runtime: None,
            client: None,
        };
        Ok(Self(Service::start("assistant", stop, body)?))
    }

    /// Queues a request; to stop is heard at once.
    pub fn send(&self, request: AssistantRequest) {
        if let AssistantRequest::Stop(turn) = request {
            self.0.stop().set(|last| *last = turn.max(*last));
        } else {
            self.0.send(request);
        }
    }
}

struct AssistantBody {
    context: AssistantContext,
    stop: Stop<Turn>,
    reports: Reports,
    /// What the connections of the client live in.
    runtime: Option<Runtime>,
    /// The client of the settings that were last used.
    client: Option<Client>,
}

impl Body for AssistantBody {
    type Request = AssistantRequest;

    fn carry_out(&mut self, request: AssistantRequest) {
        let event = match request {
            AssistantRequest::Look(turn) => {
                AssistantEvent::Looked(turn, self.settings().map(|settings| settings.view()))
            }
            AssistantRequest::Ask(turn, request) => match self.ask(turn, &request) {
                Some(result) => AssistantEvent::Wrote(turn, result),
                None => return,
            },
            AssistantRequest::Stop(_) => return,
        };
        self.reports.send(Msg::Assistant(event));
    }
}

impl AssistantBody {
    fn settings(&self) -> Result<Settings, String> {
        let setup = Config::read(&self.context.config)
            .map_err(|error| error.to_string())?
            .model();
        Settings::find(&setup, &self.context.folder, self.context.scope).map_err(|error| error.to_string())
    }

    /// Sends a text to whom the user agreed to send it; gives nothing if it was stopped.
    fn ask(&mut self, turn: Turn, request: &ModelRequest) -> Option<Result<String, String>> {
        let settings = match self.settings() {
            Ok(settings) if settings.view() == request.view => settings,
            Ok(_) => {
                let text = "The model settings changed in the meantime, so nothing was sent. Ask again to see the new text.";
                return Some(Err(text.to_owned()));
            }
            Err(sentence) => return Some(Err(sentence)),
        };
        let runtime = match self.runtime.take().map_or_else(async_runtime, Ok) {
            Ok(runtime) => runtime,
            Err(error) => return Some(Err(format!("The model cannot be asked: {error}. Try again."))),
        };
        let client = self
            .client
            .take()
            .filter(|client| client.settings().fingerprint() == settings.fingerprint())
            .unwrap_or_else(|| Client::new(settings));
        let mut stopped = self.stop.subscribe();
        let result = runtime.block_on(async {
            tokio::select! {
                biased;
                _ = stopped.wait_for(|last| *last >= turn) => None,
                written = client.write(&request.prompt) => Some(written),
            }
        });
        self.client = Some(client);
        self.runtime = Some(runtime);
        Some(result?.map_err(|error| error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;
    use crate::domain::ModelView;
    use crate::runtime::{RuntimeEvent, StoreGeneration};

    /// Far longer than it takes, so that only a fault ends the wait.
    const WAIT: Duration = Duration::from_secs(20);

    struct Scene {
        folder: TempDir,
        worker: AssistantWorker,
        facts: Receiver<RuntimeEvent>,
    }

    fn scene(endpoint: &str, scope: NetworkScope) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let (sender, facts) = channel();
        let context = AssistantContext {
            folder: folder.path().to_owned(),
            config: folder.path().join("config.toml"),
            scope,
        };
        let worker =
            AssistantWorker::start(context, Reports::new(StoreGeneration(3), sender)).expect("started");
        let scene = Scene {
            folder,
            worker,
            facts,
        };
        scene.sets(endpoint);
        scene
    }

    impl Scene {
        fn sets(&self, endpoint: &str) {
            let text = format!("[pi]\nendpoint = \"{endpoint}\"\nmodel = \"small\"\n");
            std::fs::write(self.folder.path().join("config.toml"), text).expect("written");
        }

        fn told(&self) -> AssistantEvent {
            match self.facts.recv_timeout(WAIT).expect("told") {
                RuntimeEvent::Store(StoreGeneration(3), Msg::Assistant(event)) => event,
                other => panic!("{other:?}"),
            }
        }

        fn looks(&self) -> Result<ModelView, String> {
            self.worker.send(AssistantRequest::Look(Turn(1)));
            match self.told() {
                AssistantEvent::Looked(Turn(1), view) => view,
                other => panic!("{other:?}"),
            }
        }

        fn asks(&self, turn: u64, view: ModelView) {
            let prompt = "Write.".to_owned();
            let request = Box::new(ModelRequest { view, prompt });
            self.worker.send(AssistantRequest::Ask(Turn(turn), request));
        }
    }

    fn silent() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/v1", listener.local_addr().expect("bound"));
        (listener, url)
    }

    #[test]
    fn a_model_that_is_silent_is_stopped_at_once_and_tells_nothing() {
        let (listener, url) = silent();
        let scene = scene(&url, NetworkScope::ThisMachine);
        let view = scene.looks().expect("set up");
        scene.asks(2, view.clone());
        let (_stream, _) = listener.accept().expect("asked");
        scene.worker.send(AssistantRequest::Stop(Turn(2)));
        assert_eq!(scene.looks(), Ok(view.clone()));
        // What was stopped before it began is not sent.
        scene.worker.send(AssistantRequest::Stop(Turn(9)));
        scene.asks(9, view);
        let more = scene.facts.recv_timeout(Duration::from_millis(200));
        assert_eq!(more, Err(RecvTimeoutError::Timeout));
        listener.set_nonblocking(true).expect("set");
        assert!(listener.accept().is_err(), "nothing was sent");
    }

    #[test]
    fn nothing_is_sent_to_another_model_than_the_one_that_was_shown() {
        let (listener, url) = silent();
        let scene = scene(&url, NetworkScope::ThisMachine);
        let view = scene.looks().expect("set up");
        scene.sets(&format!("{url}/other"));
        scene.asks(2, view);
        let AssistantEvent::Wrote(Turn(2), Err(sentence)) = scene.told() else {
            panic!("no refusal")
        };
        assert!(sentence.contains("nothing was sent"), "{sentence}");
        listener.set_nonblocking(true).expect("set");
        assert!(listener.accept().is_err(), "nothing was sent");
    }

    #[test]
    fn sample_data_is_sent_to_no_other_machine() {
        let scene = scene("https://api.example/v1", NetworkScope::ThisMachine);
        let sentence = scene.looks().expect_err("refused");
        assert!(sentence.contains("only to a model on this machine"), "{sentence}");
    }
}
