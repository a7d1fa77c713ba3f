//! Other people's front-end files, fetched from npm at build time, picked, fingerprinted and embedded.
