// First and not a module: a stored choice of theme must hold before the first paint.
try {
  const chosen = localStorage.getItem("alluvium.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is refused in some private windows; the system's preference then decides.
}
