// Moves the map of groups closer and along. The page says everything without it.
for (const map of document.querySelectorAll("[data-map]")) {
  const svg = map.querySelector("svg");
  const view = map.querySelector(".kith-map__view");
  const buttons = map.querySelector("[data-map-buttons]");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let [x, y, width, height] = whole;
  const dots = [...svg.querySelectorAll(".kith-map__dots circle")].map((dot) => [dot, dot.getAttribute("r")]);
  const marks = [...svg.querySelectorAll(".kith-map__marks > g")].map((mark) => [mark, mark.getAttribute("transform")]);

  const show = () => {
    x = Math.min(Math.max(x, 0), whole[2] - width);
    y = Math.min(Math.max(y, 0), whole[3] - height);
    svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    // Dots and marks keep their size on the screen, so that closer means further apart.
    const part = width / whole[2];
    for (const [dot, r] of dots) dot.setAttribute("r", r * part);
    for (const [mark, place] of marks) mark.setAttribute("transform", `${place} scale(${part})`);
  };
  const closer = (by, atX = 0.5, atY = 0.5) => {
    const next = by === 0 ? whole[2] : Math.min(Math.max(width * by, whole[2] / 16), whole[2]);
    const tall = (next * whole[3]) / whole[2];
    x += (width - next) * atX;
    y += (height - tall) * atY;
    [width, height] = [next, tall];
    show();
  };
  const along = (right, down) => {
    x += right * width;
    y += down * height;
    show();
  };

  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const by = event.target.dataset.mapBy;
    if (by !== undefined) closer(Number(by));
  });

  const keys = {
    ArrowLeft: () => along(-0.1, 0),
    ArrowRight: () => along(0.1, 0),
    ArrowUp: () => along(0, -0.1),
    ArrowDown: () => along(0, 0.1),
    "+": () => closer(0.7),
    "=": () => closer(0.7),
    "-": () => closer(1.43),
    0: () => closer(0),
  };
  view.addEventListener("keydown", (event) => {
    // While the whole map is shown, the arrows scroll the page as ever.
    const isAlong = event.key.startsWith("Arrow");
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    if (isAlong && width >= whole[2]) return;
    keys[event.key]();
    event.preventDefault();
  });

  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    if (width >= whole[2]) return;
    from = [event.clientX, event.clientY];
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const size = svg.getBoundingClientRect();
    along((from[0] - event.clientX) / size.width, (from[1] - event.clientY) / size.height);
    from = [event.clientX, event.clientY];
  });
  for (const over of ["pointerup", "pointercancel"]) {
    svg.addEventListener(over, () => {
      from = null;
    });
  }
}
