//! Fetches other people's front-end files once, and embeds them beside our own.
//!
//! `npm ci` runs only when the lockfile has changed. `KITH_ASSETS_DIR` names a `node_modules`
//! folder to take the files from instead, for building without a network.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

/// What we take from npm: our name for it, and where it lies. A file that is named inside
/// another (fonts, icons) comes before it, so that its fingerprint is known.
const PICKED: [(&str, &str); 9] = [
    ("nhsuk-icon-arrow-down.svg", "nhsuk-frontend/dist/nhsuk/assets/images/"),
    ("nhsuk-icon-arrow-up-down.svg", "nhsuk-frontend/dist/nhsuk/assets/images/"),
    ("nhsuk-icon-arrow-up.svg", "nhsuk-frontend/dist/nhsuk/assets/images/"),
    ("nhsuk-icon-cross.svg", "nhsuk-frontend/dist/nhsuk/assets/images/"),
    (
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "@fontsource-variable/atkinson-hyperlegible-next/files/",
    ),
    (
        "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "@fontsource-variable/atkinson-hyperlegible-next/files/",
    ),
    ("nhsuk-frontend.min.css", "nhsuk-frontend/dist/nhsuk/"),
    ("nhsuk-frontend.min.js", "nhsuk-frontend/dist/nhsuk/"),
    ("htmx.min.js", "htmx.org/dist/"),
];

/// Our own files, in the folder `own/`.
const OWN: [&str; 5] = ["favicon.svg", "kith.js", "link_work.css", "map.js", "numbers.css"];

/// Whose words of licence travel with the files, as each licence asks.
/// The NHS.UK frontend package has no licence file, so its words are in `own/`.
const LICENCES: [(&str, &str); 2] = [
    ("htmx", "htmx.org"),
    ("Atkinson Hyperlegible Next", "@fontsource-variable/atkinson-hyperlegible-next"),
];

/// The colours of NHS identity, and ours that stand in the same place.
const INKS: [(&str, &str); 15] = [
    ("#005eb8", "#76285a"), // links, lines
    ("#330072", "#5b3a1e"), // visited links
    ("#7c2855", "#47133a"), // links under the pointer
    ("#002f5c", "#47133a"), // links and buttons being pressed
    ("#004b93", "#5c1d46"),
    ("#003087", "#5c1d46"),
    ("#007f3b", "#2f6b4f"), // success
    ("#00662f", "#245540"),
    ("#00401e", "#1a3f2f"),
    ("#212b32", "#2d2329"), // text
    ("#4c6272", "#6a5b62"), // quieter text
    ("#aeb7bd", "#b9a9a3"), // borders of fields
    ("#d8dde0", "#e5d9d0"), // lines between rows
    ("#f0f4f5", "#fbf7f2"), // the page
    ("#ffeb3b", "#ffd95a"), // focus
];

const NO_NPM: &str = "npm was not found: install Node.js 20 or newer (Debian: apt-get install \
     nodejs npm), or set KITH_ASSETS_DIR to a node_modules folder made from \
     crates/assets/package-lock.json";

struct Built {
    name: String,
    path: String,
    bytes: Vec<u8>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=package-lock.json");
    println!("cargo::rerun-if-changed=own");
    println!("cargo::rerun-if-env-changed=KITH_ASSETS_DIR");

    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    let modules = match std::env::var_os("KITH_ASSETS_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => fetch(&root, &out.join("npm")),
    };

    let mut built: Vec<Built> = Vec::new();
    for (name, folder) in PICKED {
        let bytes = read(&modules.join(folder).join(name));
        add(&mut built, name, repaint(name, bytes));
    }
    for name in OWN {
        add(&mut built, name, read(&root.join("own").join(name)));
    }
    add(&mut built, "kith.css", look(&root.join("own/kith")));
    add(&mut built, "licences.txt", licences(&root, &modules));
    write_table(&out, &built);
}

/// Our own look, in the order of its parts' names.
fn look(folder: &Path) -> Vec<u8> {
    let entries = fs::read_dir(folder).expect("own/kith can be read");
    let mut parts: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    parts.sort();
    parts.iter().flat_map(|part| read(part)).collect()
}

/// Runs `npm ci` in a folder of the build, unless that folder already holds this lockfile's files.
fn fetch(root: &Path, folder: &Path) -> PathBuf {
    let modules = folder.join("node_modules");
    let done = folder.join("done.json");
    let lock = read(&root.join("package-lock.json"));
    if modules.is_dir() && fs::read(&done).is_ok_and(|seen| seen == lock) {
        return modules;
    }
    fs::create_dir_all(folder).expect("the build folder can be written");
    for name in ["package.json", "package-lock.json"] {
        fs::copy(root.join(name), folder.join(name)).expect("the build folder can be written");
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output();
    match npm {
        Ok(ran) if ran.status.success() => {}
        Ok(ran) => stop(&format!(
            "npm could not fetch the front-end files; is there a network? npm says: {}",
            String::from_utf8_lossy(&ran.stderr).trim().replace('\n', " | ")
        )),
        Err(_) => stop(NO_NPM),
    }
    fs::write(done, lock).expect("the build folder can be written");
    modules
}

/// Ends the build with one sentence; an unstyled binary must never be built by accident.
fn stop(sentence: &str) -> ! {
    println!("cargo::error={sentence}");
    std::process::exit(1)
}

fn read(path: &Path) -> Vec<u8> {
    match fs::read(path) {
        Ok(bytes) => bytes,
        Err(why) => stop(&format!("the front-end file {} cannot be read: {why}", path.display())),
    }
}

/// Takes the NHS typeface (licensed to NHS sites only) and NHS colours out of its stylesheet.
fn repaint(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !name.ends_with(".css") && !name.ends_with(".js") {
        return bytes;
    }
    let mut text = String::from_utf8(bytes).expect("stylesheets and scripts are UTF-8");
    for mark in ["/*# sourceMappingURL", "//# sourceMappingURL"] {
        if let Some(at) = text.rfind(mark) {
            text.truncate(at);
        }
    }
    if name.ends_with(".css") {
        while let Some(from) = text.find("@font-face{") {
            let to = text[from..].find('}').expect("a rule ends") + from;
            text.replace_range(from..=to, "");
        }
        text = text.replace("Frutiger W01", "Kith").replace("/assets/images/", "asset:");
        for (theirs, ours) in INKS {
            text = text.replace(theirs, ours);
        }
    }
    text.into_bytes()
}

/// Writes the final URLs in place of `asset:NAME`, then names the file after its own content.
fn add(built: &mut Vec<Built>, name: &str, mut bytes: Vec<u8>) {
    let (stem, kind) = name.rsplit_once('.').expect("every file has a kind");
    if ["css", "js"].contains(&kind) {
        let mut text = String::from_utf8(bytes).expect("stylesheets and scripts are UTF-8");
        for other in built.iter() {
            text =
                text.replace(&format!("asset:{}", other.name), &format!("/assets/{}", other.path));
        }
        if let Some(at) = text.find("asset:") {
            let missing: String = text[at..].chars().take(60).collect();
            stop(&format!("{name} asks for a file that is not picked: {missing}"));
        }
        bytes = text.into_bytes();
    }
    let hash: String =
        Sha256::digest(&bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    built.push(Built { name: name.into(), path: format!("{stem}-{hash}.{kind}"), bytes });
}

fn licences(root: &Path, modules: &Path) -> Vec<u8> {
    let mut text =
        b"Kith carries these works of other people.\n\n\n== NHS.UK frontend ==\n\n".to_vec();
    text.extend(read(&root.join("own/licence-nhsuk-frontend.txt")));
    for (title, package) in LICENCES {
        text.extend(format!("\n\n== {title} ==\n\n").into_bytes());
        text.extend(read(&modules.join(package).join("LICENSE")));
    }
    text
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').expect("every file has a kind").1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        other => stop(&format!("no content type is known for .{other} files")),
    }
}

fn write_table(out: &Path, built: &[Built]) {
    let folder = out.join("files");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("the build folder can be written");
    let mut table = String::from("[\n");
    for Built { name, path, bytes } in built {
        let file = folder.join(path);
        fs::write(&file, bytes).expect("the build folder can be written");
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).expect("memory can be written");
        let packed = packer.finish().expect("memory can be written");
        let gzip = if packed.len() * 10 < bytes.len() * 9 {
            let packed_file = folder.join(format!("{path}.gz"));
            fs::write(&packed_file, packed).expect("the build folder can be written");
            format!("Some(include_bytes!({packed_file:?}))")
        } else {
            "None".into()
        };
        table.push_str(&format!(
            "    Asset {{ name: {name:?}, path: {path:?}, url: {:?}, content_type: {:?}, \
             bytes: include_bytes!({file:?}), gzip: {gzip} }},\n",
            format!("/assets/{path}"),
            content_type(name),
        ));
    }
    table.push(']');
    fs::write(out.join("table.rs"), table).expect("the build folder can be written");
}
