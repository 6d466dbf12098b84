/** The keys of the page of deliveries. */

import type { Key } from "../page/keys";

export type Action = "next" | "before" | "edit" | "new" | "try" | "remove" | "again" | "letBe" | "allAgain" | "parked" | "every" | "leave";

export const KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["ArrowDown", "J"], action: "next", does: "Go to the next destination, then to the messages" },
  { keys: ["ArrowUp", "K"], action: "before", does: "Go to the one before" },
  { keys: ["Enter", "E"], action: "edit", does: "Change the destination; open or close the message" },
  { keys: ["T"], action: "try", does: "Try the destination: see what would go out, and send a test" },
  { keys: ["X"], action: "remove", does: "Remove the destination, after a question" },
  { keys: ["N"], action: "new", does: "Add a destination" },
  { keys: ["S"], action: "again", does: "Send the parked message again" },
  { keys: ["L"], action: "letBe", does: "Let the parked message be, after a question: it will not be sent" },
  { keys: ["G"], action: "allAgain", does: "Send all that is parked again, as the log is filtered, after a question" },
  { keys: ["P"], action: "parked", does: "Show what is parked" },
  { keys: ["A"], action: "every", does: "Show every message" },
  { keys: ["Escape"], action: "leave", does: "Leave what is open, and change nothing" },
];
