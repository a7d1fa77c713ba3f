//! One function per thing somebody can do: authorise, load, decide, then save, audit and enqueue in one transaction.
