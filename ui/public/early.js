// Before the first paint: the look this person chose, so that the page never flashes from one to the other.
try {
  const look = JSON.parse(localStorage.getItem("steadyline.look") || "{}");
  if (look.theme === "light" || look.theme === "dark") document.documentElement.dataset.theme = look.theme;
  if (look.size) document.documentElement.dataset.size = String(look.size);
} catch {
  // Storage may be closed to us; the system's own preference stands.
}
