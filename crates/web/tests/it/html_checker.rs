//! The Nu HTML checker reads every sample. It needs Java and npm.

use std::path::Path;
use std::process::Command;

use crate::samples::rendered;

/// On a small screen a responsive table's rows become blocks, which takes their meaning from
/// screen readers unless the roles are written out; the checker thinks them needless.
const ROLES_OF_RESPONSIVE_TABLES: &str =
    ".*“role” attribute must not be used on a “(tr|th|td|thead|tbody)” element.*";

#[test]
fn the_html_checker_finds_no_error_in_any_sample() {
    let Some(e2e) = xtask::programs::e2e("the HTML checker", &["java", "npm"]) else { return };
    let jar = e2e.join("node_modules/vnu-jar/build/dist/vnu.jar");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    for (name, html) in rendered() {
        std::fs::write(folder.join(format!("{name}.html")), html).expect("a folder to write to");
    }
    let checked = Command::new("java")
        .arg("-jar")
        .arg(&jar)
        .args(["--errors-only", "--filterpattern", ROLES_OF_RESPONSIVE_TABLES])
        .arg(&folder)
        .output()
        .expect("java starts");
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{said}");
}
