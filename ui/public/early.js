// Before the first paint: the look this person chose, or the system's, so that the page never flashes from one to the other.
const root = document.documentElement;
root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
try {
  const look = JSON.parse(localStorage.getItem("steadyline.look") || "{}");
  if (look.theme === "light" || look.theme === "dark") root.dataset.theme = look.theme;
  if (look.size) root.dataset.size = String(look.size);
} catch {
  // Storage may be closed to us; the system's own preference stands.
}
