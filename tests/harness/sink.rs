//! A mail server that takes mail, and misbehaves as it is told to (RFC 5321).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use actix_web::rt;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is taken.
    Taken,
    /// Its recipient is refused for good.
    NoMailbox,
    /// Its recipient is refused for now.
    Busy,
    /// It is refused for good once it was read, as by a filter.
    Filtered,
    /// The connection is closed before it is read.
    Dropped,
    /// No answer comes to the word that it begins.
    HangsBefore,
    /// It is taken, and no answer comes.
    HangsAfter,
    /// It is taken, and the connection is closed before the answer.
    DroppedAfter,
    /// It is taken, slowly.
    Slow,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Whom the envelope names.
    pub to: String,
    /// The `Message-ID`.
    pub id: String,
    /// Head and body as they came.
    pub data: String,
}

#[derive(Default)]
struct State {
    script: VecDeque<Fate>,
    always: Option<(String, Fate)>,
    taken: Vec<Taken>,
    asked: Vec<String>,
    in_hand: usize,
}

/// A mail between the word for whom it is and the answer to it.
struct InHand<'a>(&'a Mutex<State>);

impl<'a> InHand<'a> {
    fn new(state: &'a Mutex<State>) -> Self {
        state.lock().expect("nobody panics").in_hand += 1;
        Self(state)
    }
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.0.lock().expect("nobody panics").in_hand -= 1;
    }
}

/// A mail server on a port of its own.
#[derive(Clone)]
pub struct Sink {
    /// Where it listens.
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Sink {
    /// One that takes every mail.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let sink = Self { url, state: Arc::default() };
        let state = Arc::clone(&sink.state);
        rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                rt::spawn(async move { drop(serve(stream, &state).await) });
            }
        });
        sink
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics")
    }

    /// What becomes of the next mails; those after them are taken.
    pub fn expects(&self, fates: impl IntoIterator<Item = Fate>) {
        self.state().script.extend(fates);
    }

    /// What becomes of every mail to an address from now on.
    pub fn always(&self, to: &str, fate: Fate) {
        self.state().always = Some((to.to_owned(), fate));
    }

    /// What was taken, in its order.
    pub fn taken(&self) -> Vec<Taken> {
        self.state().taken.clone()
    }

    /// Whether nobody waits for an answer about a mail.
    pub fn is_idle(&self) -> bool {
        self.state().in_hand == 0
    }

    /// How often somebody wanted to mail to an address.
    pub fn asked_for(&self, to: &str) -> usize {
        self.state().asked.iter().filter(|asked| *asked == to).count()
    }

    /// What was taken for an address.
    pub fn taken_for(&self, to: &str) -> Vec<Taken> {
        self.taken().into_iter().filter(|mail| mail.to == to).collect()
    }
}

struct Line {
    read: BufReader<OwnedReadHalf>,
    write: OwnedWriteHalf,
}

impl Line {
    async fn hear(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.read.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }

    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.write.write_all(format!("{text}\r\n").as_bytes()).await
    }

    /// Says nothing until the other side hangs up.
    async fn hang(&mut self) -> std::io::Result<()> {
        loop {
            self.hear().await?;
        }
    }

    /// Head and body, up to the dot that ends them.
    async fn data(&mut self) -> std::io::Result<String> {
        let mut data = String::new();
        loop {
            let line = self.hear().await?;
            if line == ".\r\n" {
                return Ok(data);
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
    }
}

/// A conversation; it ends when either side hangs up.
async fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let (read, write) = stream.into_split();
    let mut line = Line { read: BufReader::new(read), write };
    let (mut to, mut fate, mut in_hand) = (String::new(), Fate::Taken, None);
    line.say("220 sink").await?;
    loop {
        let said = line.hear().await?;
        match said.get(..4).unwrap_or_default().to_uppercase().as_str() {
            "RCPT" => {
                to = said.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                fate = fate_of(state, &to);
                drop(in_hand.replace(InHand::new(state)));
                line.say(match fate {
                    Fate::NoMailbox => "550 5.1.1 no such mailbox",
                    Fate::Busy => "451 4.3.0 try again later",
                    _ => "250 fine",
                })
                .await?;
            }
            "DATA" => match fate {
                Fate::Dropped => return Ok(()),
                Fate::HangsBefore => return line.hang().await,
                _ => {
                    line.say("354 go on").await?;
                    let data = line.data().await?;
                    if fate == Fate::Filtered {
                        drop(in_hand.take());
                        line.say("554 5.7.1 not wanted").await?;
                        continue;
                    }
                    if fate == Fate::Slow {
                        rt::time::sleep(Duration::from_millis(200)).await;
                    }
                    take(state, &to, data);
                    match fate {
                        Fate::HangsAfter => return line.hang().await,
                        Fate::DroppedAfter => return Ok(()),
                        _ => {
                            drop(in_hand.take());
                            line.say("250 taken").await?;
                        }
                    }
                }
            },
            "RSET" => {
                drop(in_hand.take());
                line.say("250 fine").await?;
            }
            "QUIT" => return line.say("221 bye").await,
            _ => line.say("250 fine").await?,
        }
    }
}

fn fate_of(state: &Mutex<State>, to: &str) -> Fate {
    let mut state = state.lock().expect("nobody panics");
    state.asked.push(to.to_owned());
    match &state.always {
        Some((address, fate)) if address == to => *fate,
        _ => state.script.pop_front().unwrap_or(Fate::Taken),
    }
}

fn take(state: &Mutex<State>, to: &str, data: String) {
    let id = data.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().trim().to_owned();
    state.lock().expect("nobody panics").taken.push(Taken { to: to.to_owned(), id, data });
}
