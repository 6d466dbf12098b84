/** The way to the other pages: in a row where there is room, behind one button where there is not. */

const PLACES = [
  { path: "/", title: "Desk" },
  { path: "/calls", title: "Calls" },
  { path: "/promises", title: "Promises" },
  { path: "/supervisor", title: "Supervisor" },
  { path: "/deliveries", title: "Deliveries" },
  { path: "/playbook", title: "Playbook" },
  { path: "/regroup", title: "Regroup" },
] as const;

export function Places() {
  return (
    <nav class="places" aria-label="Pages">
      {PLACES.map(({ path, title }) => (
        <a key={path} href={path} aria-current={location.pathname === path ? "page" : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** The browser itself opens it, and closes it at the next click or at Escape. */
export function PlacesButton() {
  return (
    <>
      <button type="button" class="places-button" popovertarget="places" aria-label="Other pages">
        <Mark />
        <span aria-hidden="true">▾</span>
      </button>
      <div id="places" popover="auto">
        <Places />
      </div>
    </>
  );
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
      <path d="M2 8c4-8 7-8 9 2s5 9 8 4 4-3 11-3" />
    </svg>
  );
}
