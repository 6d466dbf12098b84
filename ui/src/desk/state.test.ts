import { describe, expect, test } from "vitest";

import type { CueShown, Desk, Interim, Line, View } from "../generated";
import { START, type State, card, press, receive, secondsToSay, unheard } from "./state";

const CUE: CueShown = {
  id: "q1",
  cue: "say_it_back",
  title: "Say it back",
  say: "You were charged twice in March. Have I got that right?",
  why: "The problem is told.",
  quote: "charged me twice",
  offered_at: 10,
  until: 20,
};

function view(change: Partial<Desk> = {}, message: Partial<View> = {}): View {
  const desk: Desk = {
    call: "c1",
    revision: 1,
    at: 10,
    header: {
      call: "c1",
      started: "",
      company: "",
      team: "",
      queue: "",
      agent: { id: "", name: "", role: "", level: "new", limits: {} },
      customer: { ref: "", name: "", timezone: "", history: [] },
    },
    state: "live",
    quality: "full",
    quality_why: "",
    speaking: [],
    heat: 0,
    level: "calm",
    trend: 0,
    escalation: 0,
    points: [],
    steps: [],
    concerns: [],
    promises: [],
    cue: null,
    lines: [],
    earlier_lines: 0,
    help: "none",
    limits_raised: [],
    break_minutes: 0,
    cues: { on: true, level: "new", offered: 0, levels: [], in_peace: false },
    ladder: null,
    pause: null,
    told: [],
    brief: "",
    follow_up: "",
    ...change,
  };
  return { type: "view", view: desk, now: desk.at, running: true, audio: null, ...message };
}

function line(party: Line["party"], t0: number, t1: number): Line {
  return { turn: 1, party, t0, t1, text: "words", listening: false, heat: null, signals: [] };
}

function words(text: string, change: Partial<Interim> = {}): Interim {
  return { type: "interim", call: "c1", party: "customer", t0: 12, text, ...change };
}

function after(...messages: Parameters<typeof receive>[1][]): State {
  return messages.reduce((state, message) => receive(state, message, 0), START);
}

describe("views", () => {
  test("a newer view replaces the older", () => {
    expect(after(view({ revision: 4 }), view({ revision: 5, heat: 0.5 })).view?.heat).toBe(0.5);
  });

  test("a view seen before changes nothing but the clock", () => {
    const state = after(view({ revision: 5, heat: 0.5 }), view({ revision: 5, heat: 0.1 }, { now: 14, running: false }));

    expect(state.view?.heat).toBe(0.5);
    expect(state.clock).toMatchObject({ at: 14, running: false });
  });

  test("another call replaces all of it, whatever its revision", () => {
    const state = after(view({ revision: 90 }), words("so far"), view({ call: "c2", revision: 1 }));

    expect(state.view?.call).toBe("c2");
    expect(state.interim).toEqual({});
  });

  test("a message of a kind not known yet is passed over", () => {
    const state = after(view());

    expect(receive(state, { type: "weather" } as unknown as View, 0)).toBe(state);
  });
});

describe("interim words", () => {
  test("the next ones of that party replace them", () => {
    expect(after(view(), words("and"), words("and then")).interim.customer?.text).toBe("and then");
  });

  test("each party has its own", () => {
    const state = after(view(), words("and"), words("mm", { party: "agent" }));

    expect([state.interim.customer?.text, state.interim.agent?.text]).toEqual(["and", "mm"]);
  });

  test("the finished line takes them down", () => {
    expect(after(view(), words("and"), view({ revision: 2, lines: [line("customer", 12, 15)] })).interim).toEqual({});
  });

  test("an earlier line, or the other party's, does not", () => {
    const lines = [line("customer", 8, 12), line("agent", 12, 15)];

    expect(after(view(), words("and"), view({ revision: 2, lines })).interim.customer?.text).toBe("and");
  });

  test("words that come after their finished line are not shown again", () => {
    expect(after(view({ lines: [line("customer", 12, 15)] }), words("late")).interim).toEqual({});
  });

  test("an empty text takes them back, and so does the end of the call", () => {
    expect(after(view(), words("and"), words(" ")).interim).toEqual({});
    expect(after(view(), words("and"), view({ revision: 2, state: "ended" })).interim).toEqual({});
  });

  test("those of another call are not ours", () => {
    expect(after(view(), words("psst", { call: "c2" })).interim).toEqual({});
  });
});

describe("the cue", () => {
  const offered = after(view({ cue: CUE }));

  test("is pressed once, however often the key is hit", () => {
    const pressed = press(offered, "take", 1000);

    expect(pressed.press).toMatchObject({ kind: "take", call: "c1", at: 11 });
    expect(press(pressed, "dismiss", 1100)).toBe(pressed);
  });

  test("cannot be pressed where there is none", () => {
    const none = after(view());

    expect(press(none, "take", 0)).toBe(none);
  });

  test("once taken, its words stay for as long as it takes to say them", () => {
    const taken = receive(press(offered, "take", 0), view({ revision: 2 }), 500);

    expect(card(taken, 1000).kind).toBe("taken");
    expect(card(taken, (secondsToSay(CUE.say) + 2) * 1000).kind).toBe("none");
  });

  test("once dismissed, it is gone", () => {
    const dismissed = press(offered, "dismiss", 0);

    expect(card(dismissed, 0).kind).toBe("dismissed");
    expect(card(receive(dismissed, view({ revision: 2 }), 100), 100).kind).toBe("none");
  });

  test("a new cue goes before one that was taken", () => {
    const next = receive(press(offered, "take", 0), view({ revision: 2, cue: { ...CUE, id: "q2" } }), 500);

    expect(card(next, 500)).toMatchObject({ kind: "offered", cue: { id: "q2" } });
  });

  test("a press on its way while one cue takes another's place is not meant for the new one", () => {
    const swapped = receive(offered, view({ revision: 2, cue: { ...CUE, id: "q2" } }), 5000);

    expect(press(swapped, "take", 5200)).toBe(swapped);
    expect(press(swapped, "take", 5600).press?.cue.id).toBe("q2");
  });

  test("goes by itself when its life is long over and the server is silent", () => {
    expect(card(offered, 10_500).kind).toBe("offered");
    expect(card(offered, 12_000).kind).toBe("none");
  });

  test("a press that the server has not heard is told apart from one that it has", () => {
    const pressed = press(offered, "take", 0);

    expect(unheard(receive(pressed, view({ revision: 1, cue: CUE }), 9))?.cue.id).toBe("q1");
    expect(unheard(receive(pressed, view({ revision: 2 }), 9))).toBeNull();
  });

  test("a problem gives the cue back", () => {
    const state = receive(press(offered, "take", 0), { type: "problem", message: "Not now." }, 10);

    expect([state.problem, card(state, 10).kind]).toEqual(["Not now.", "offered"]);
  });
});

describe("no call", () => {
  test("a call that has ended stays on the screen", () => {
    expect(after(view({ state: "ended" }), { type: "idle", demo: false }).view?.call).toBe("c1");
  });

  test("a live one that is no more does not", () => {
    expect(after(view(), { type: "idle", demo: true })).toMatchObject({ view: null, idle: true, demo: true });
  });
});
