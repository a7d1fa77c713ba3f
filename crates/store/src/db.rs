//! The threads that own the connections, and the two ways to send them work.
//!
//! SQLite has one writer and several readers, PostgreSQL several of one kind. A transaction is a
//! closure that runs from start to end on one of these threads, so no lock is held across an await
//! and no commit is forgotten.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{
    address::Address,
    conn::{Conn, Mode},
    error::{MaybeRetry, Result, StoreError},
};

/// How often a write that lost a race is run again.
const RUNS: u32 = 12;

type Job = Box<dyn FnOnce(&mut Worker) + Send>;

/// The database: cheap to clone, closed when the last clone goes.
#[derive(Clone)]
pub struct Db(Arc<Pool>);

struct Pool {
    address: Address,
    total: Arc<AtomicU64>,
    // Taken at the end, so that the threads see their queues close.
    queues: Option<Queues>,
    threads: Vec<JoinHandle<()>>,
}

struct Queues {
    read: mpsc::Sender<Job>,
    write: mpsc::Sender<Job>,
}

impl Db {
    /// Opens the database with as many threads as suit a small server.
    pub fn open(address: &Address) -> Result<Db> {
        Db::open_with(address, 4)
    }

    /// Opens the database with `threads` readers (SQLite) or connections (PostgreSQL).
    pub fn open_with(address: &Address, threads: usize) -> Result<Db> {
        let total = Arc::new(AtomicU64::new(0));
        let (write, jobs) = mpsc::channel();
        let start = |name, jobs, mode, count| start(name, (address, &total), jobs, mode, count);
        let (read, threads) = match address {
            Address::Postgres { .. } => {
                (write.clone(), start("postgres", jobs, Mode::Write, threads)?)
            }
            Address::Memory => (write.clone(), start("memory", jobs, Mode::Write, 1)?),
            Address::Sqlite(_) => {
                let mut all = start("writer", jobs, Mode::Write, 1)?;
                let (read, jobs) = mpsc::channel();
                all.extend(start("reader", jobs, Mode::Read, threads)?);
                (read, all)
            }
        };
        let queues = Some(Queues { read, write });
        Ok(Db(Arc::new(Pool { address: address.clone(), total, queues, threads })))
    }

    /// Where the database is.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// Whether this is PostgreSQL, for messages and commands; statements never ask.
    #[must_use]
    pub fn is_pg(&self) -> bool {
        matches!(self.0.address, Address::Postgres { .. })
    }

    /// How many statements all connections have run: a test counts a page's queries by it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.total.load(Ordering::Relaxed)
    }

    /// Reads in one snapshot, from async code.
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        // A caller that went away needs no answer.
        self.send(Mode::Read, move |worker| drop(answer.send(worker.read(f))))?;
        wait.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Writes in one transaction, from async code. `f` may run several times, so it must have no
    /// effect outside the database.
    pub async fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + MaybeRetry + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        self.send(Mode::Write, move |worker| drop(answer.send(worker.write(f))))?;
        wait.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// [`Db::read`] for threads that may wait. Never from async code.
    pub fn read_now<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = mpsc::channel();
        self.send(Mode::Read, move |worker| drop(answer.send(worker.read(f))))?;
        wait.recv().unwrap_or_else(|_| Err(stopped().into()))
    }

    /// [`Db::write`] for threads that may wait. Never from async code.
    pub fn write_now<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + MaybeRetry + Send + 'static,
    {
        let (answer, wait) = mpsc::channel();
        self.send(Mode::Write, move |worker| drop(answer.send(worker.write(f))))?;
        wait.recv().unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Clears away what the database itself still holds of rows that were changed or deleted,
    /// as far as it can while others use it. Never from async code.
    pub fn sweep_now(&self) -> Result<()> {
        self.bare_now(crate::dialect::sweep)
    }

    /// Runs `f` on a writing connection outside any transaction, for pragmas and the like.
    pub(crate) fn bare_now<T, F>(&self, f: F) -> Result<T>
    where
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (answer, wait) = mpsc::channel();
        self.send(Mode::Write, move |worker| {
            drop(answer.send(guarded(|| worker.conn().and_then(f))));
        })?;
        wait.recv().unwrap_or_else(|_| Err(stopped()))
    }

    fn send(&self, mode: Mode, job: impl FnOnce(&mut Worker) + Send + 'static) -> Result<()> {
        let queues = self.0.queues.as_ref().ok_or_else(stopped)?;
        let queue = if mode == Mode::Read { &queues.read } else { &queues.write };
        queue.send(Box::new(job)).map_err(|_| stopped())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queues = None;
        for handle in self.threads.drain(..) {
            // A closure may hold the last clone: a thread cannot wait for itself.
            if handle.thread().id() != thread::current().id() {
                drop(handle.join());
            }
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the database threads have stopped".to_owned())
}

/// Starts threads that share a queue, and waits until each has its connection.
fn start(
    name: &str,
    (address, total): (&Address, &Arc<AtomicU64>),
    jobs: mpsc::Receiver<Job>,
    mode: Mode,
    count: usize,
) -> Result<Vec<JoinHandle<()>>> {
    let jobs = Arc::new(Mutex::new(jobs));
    let mut threads = Vec::new();
    for number in 0..count.max(1) {
        let (jobs, address, total) = (Arc::clone(&jobs), address.clone(), Arc::clone(total));
        let (ready, opened) = mpsc::channel();
        let run = move || {
            let mut worker = Worker { address, mode, total, number, open: None };
            let first = worker.conn().map(drop);
            let opened = first.is_ok();
            drop(ready.send(first));
            if opened {
                while let Some(job) = next(&jobs) {
                    job(&mut worker);
                }
            }
        };
        let thread = thread::Builder::new().name(format!("{name}-{number}")).spawn(run);
        threads.push(thread.map_err(|why| StoreError::Unavailable(why.to_string()))?);
        opened.recv().unwrap_or_else(|_| Err(stopped()))?;
    }
    Ok(threads)
}

/// The next job; the lock is free again before the job runs, so that the others can wait for more.
fn next(jobs: &Mutex<mpsc::Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// One thread's connection, opened again when it was lost.
struct Worker {
    address: Address,
    mode: Mode,
    total: Arc<AtomicU64>,
    number: usize,
    open: Option<Conn>,
}

impl Worker {
    fn conn(&mut self) -> Result<&mut Conn> {
        if self.open.as_ref().is_some_and(Conn::is_closed) {
            self.open = None;
        }
        match &mut self.open {
            Some(conn) => Ok(conn),
            open => {
                Ok(open.insert(Conn::open_as(&self.address, self.mode, Arc::clone(&self.total))?))
            }
        }
    }

    fn read<T, E: From<StoreError>>(
        &mut self,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(Mode::Read, f)
    }

    fn write<T, E: From<StoreError> + MaybeRetry>(
        &mut self,
        f: impl Fn(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut run = 1;
        loop {
            match self.transaction(Mode::Write, &f) {
                Err(error) if error.is_retry() && run < RUNS => {
                    thread::sleep(self.pause(run));
                    run += 1;
                }
                done => return done,
            }
        }
    }

    /// Doubles with each run, and differs between threads so that they do not meet again.
    fn pause(&self, run: u32) -> Duration {
        let number = u64::try_from(self.number).unwrap_or(0);
        Duration::from_millis((1 << run.min(8)) + number * 7 % 23)
    }

    fn transaction<T, E: From<StoreError>>(
        &mut self,
        mode: Mode,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(mode)?;
        let conn = self.conn()?;
        let done = guarded(|| f(conn));
        let ended = match &done {
            Ok(_) => conn.commit(),
            Err(_) => conn.rollback_all(),
        };
        if let Err(error) = ended {
            // What is left of the transaction goes with the connection.
            if conn.rollback_all().is_err() {
                self.open = None;
            }
            return done.and(Err(error.into()));
        }
        done
    }

    /// Begins on a living connection: a server restart between two jobs costs nobody an error.
    fn begin(&mut self, mode: Mode) -> Result<()> {
        match self.conn()?.begin(mode) {
            Err(StoreError::Unavailable(_)) => {
                self.open = None;
                self.conn()?.begin(mode)
            }
            begun => begun,
        }
    }
}

/// A panic in a closure becomes an error, and the thread lives on.
fn guarded<T, E: From<StoreError>>(f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        tracing::error!("a database closure panicked; its transaction was rolled back");
        Err(StoreError::other("the work on the database stopped unexpectedly").into())
    })
}
