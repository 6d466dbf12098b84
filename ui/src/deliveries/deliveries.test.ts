import { describe, expect, it } from "vitest";

import type { DeliveryShown, DestinationShown, Option, Way } from "../generated";
import { fromAddress, strangers, toAddress, toQuery } from "./filters";
import { drawn, fieldOf, fresh, lettersAlone, mistakes, parted, saysMore, toDestination } from "./form";
import { headline, missedWords, sentence, standingOf, triedWords, wantsWords } from "./words";

const option = (name: string, more: Partial<Option> = {}): Option => ({ name, takes: "text", choices: [], default: null, help: "", required: false, ...more });

const MAIL: Way = {
  kind: "mail",
  help: "",
  options: [
    option("server", { required: true }),
    option("port", { takes: "number", default: 0 }),
    option("security", { takes: "choice", choices: ["starttls", "tls", "none"], default: "starttls" }),
    option("public", { takes: "yes_or_no", default: false }),
    option("password", { takes: "reference" }),
  ],
};
const KEY: Way = { kind: "webhook", help: "", options: [option("address", { required: true }), option("key", { takes: "reference", required: true })] };
const SHOWN = { reminders: ["reminder_soon", "reminder_named_person"], news: ["promise_made", "promise_kept"], letters: ["customer_kept", "customer_late"] };

describe("the form", () => {
  it("gives back the destination that it was drawn from", () => {
    const mail = { id: "dst_1", kind: "mail", name: "Mail", options: { server: "mx.example", port: 2525, security: "tls", public: true }, secrets: { password: "file:mail" }, wants: ["reminder_soon"] };
    expect(toDestination(drawn(mail, MAIL), MAIL)).toEqual(mail);
  });

  it("leaves out what is empty, and what is as it is by default", () => {
    const draft = { ...fresh(MAIL), name: " Mail ", options: { server: " mx.example ", port: "0", security: "starttls", public: false } };
    expect(toDestination(draft, MAIL)).toEqual({ id: "", kind: "mail", name: "Mail", options: { server: "mx.example" }, secrets: {}, wants: [] });
  });

  it("begins with the prefix that every variable needs, where a secret is needed", () => {
    expect(fresh(KEY).secrets["key"]).toEqual({ where: "env", name: "SECRET_" });
    expect(fresh(MAIL).secrets["password"]).toEqual({ where: "", name: "" });
  });

  it("takes no secret that is written where its name belongs, and repeats it nowhere", () => {
    const draft = { ...fresh(KEY), name: "Hook", options: { address: "https://a.example" }, secrets: { key: { where: "env" as const, name: "whsec_abc=" } } };
    const wrong = mistakes(draft, KEY);
    expect(wrong["key"]).toContain("never the secret itself");
    expect(JSON.stringify(wrong)).not.toContain("whsec");
  });

  it("says what is missing, by field", () => {
    expect(Object.keys(mistakes({ ...fresh(MAIL), options: { server: "", port: "x" }, all: false, wants: [] }, MAIL)).sort()).toEqual(["name", "port", "server", "wants"]);
  });

  it("finds the field that the server's words are about", () => {
    expect(fieldOf("Mail: option port is 7.5, but takes whole number", MAIL)).toBe("port");
    expect(fieldOf("Mail: mail needs the option server: its name", MAIL)).toBe("server");
    expect(fieldOf("Hook: secret key: the environment variable SECRET_X is not set", KEY)).toBe("key");
    expect(fieldOf("Hook: address would send words of calls over the network", KEY)).toBe("address");
    expect(fieldOf("Mail: server must be a name", MAIL)).toBe("server");
    expect(fieldOf("Somebody else changed this destination.", KEY)).toBe("");
  });

  it("puts under More what can stay as it is, and opens it where something is said there", () => {
    const { more } = parted(MAIL);
    expect(more.map(({ name }) => name)).toEqual(["port", "security"]);
    expect(saysMore(more, fresh(MAIL))).toBe(false);
    expect(saysMore(more, { ...fresh(MAIL), options: { port: "25" } })).toBe(true);
  });

  it("says that no more than letters go where the customer reads along", () => {
    const draft = { ...fresh(MAIL), options: { public: true } };
    expect(lettersAlone(draft, SHOWN)).toBe(true);
    expect(lettersAlone({ ...draft, all: false, wants: ["promise_kept"] }, SHOWN)).toBe(true);
    expect(lettersAlone({ ...draft, all: false, wants: ["customer_kept"] }, SHOWN)).toBe(false);
  });
});

describe("the filters", () => {
  it("stand in the address and come back from it", () => {
    const filters = { state: "parked" as const, destination: "dst_1", promise: "prm_1" };
    expect(fromAddress(toAddress(filters, "/deliveries").split("?")[1]!)).toEqual(filters);
    expect(strangers(toAddress(filters, "/deliveries").split("?")[1]!)).toBe("");
    expect(strangers("?state=lost")).toContain("“state=lost”");
    expect(toAddress(fromAddress("?state=nonsense"), "/deliveries")).toBe("/deliveries");
    expect(toQuery(filters, "7")).toBe("/api/deliveries?standing=parked&destination=dst_1&promise=prm_1&after=7");
  });
});

describe("the words", () => {
  const one = (some: Partial<DestinationShown>): DestinationShown => ({
    destination: { id: "dst_1", kind: "mail", name: "Mail", options: {}, secrets: {}, wants: [] },
    problem: "",
    parked: 0,
    waiting: 0,
    last: null,
    ...some,
  });
  const shown = (destinations: DestinationShown[]) => ({ now: "", why_not: "", trouble: "", destinations, ways: [], changes: [], calendars: [], site: "", ...SHOWN });

  it("say first whether anything leaves, and whether anybody has to do something", () => {
    expect(headline(shown([])).first).toBe("No message leaves this machine.");
    expect(headline({ ...shown([one({ parked: 1 })]), trouble: "It failed." })).toEqual({ first: "No message goes out from this server now.", rest: "It failed." });
    expect(headline(shown([one({})])).first).toBe("No message was sent to Mail yet.");
    expect(headline(shown([one({}), one({})])).first).toBe("No message was sent to these destinations yet.");
    expect(headline(shown([one({ waiting: 1, last: { state: "waiting" } as DeliveryShown })])).first).toBe("Every message was brought, or is on its way.");
    expect(headline(shown([one({ parked: 1 }), one({ problem: "x" })])).first).toBe("1 destination cannot be used, 1 message is parked.");
  });

  it("begin with a capital letter, but for a reference, which stays as it is written", () => {
    expect(sentence("server must be the mail server's name")).toBe("Server must be the mail server's name.");
    expect(sentence("env:SECRET_CHAT must be an address")).toBe("env:SECRET_CHAT must be an address.");
  });

  it("say that a destination cannot be used before anything else", () => {
    expect(standingOf(one({ problem: "no key", parked: 3 })).words).toBe("cannot be used");
    expect(standingOf(one({ parked: 3 })).words).toBe("3 messages parked");
    expect(standingOf(one({})).words).toBe("nothing sent yet");
  });

  it("say which messages go there", () => {
    expect(wantsWords({ wants: [] }, SHOWN)).toBe("every message");
    expect(wantsWords({ wants: ["reminder_soon", "reminder_named_person"] }, SHOWN)).toBe("all reminders");
    expect(wantsWords({ wants: ["reminder_soon", "customer_kept", "customer_late"] }, SHOWN)).toBe("reminders: soon due; letters to customers");
    expect(wantsWords({ wants: ["promise_kept"] }, SHOWN)).toBe("news: kept");
    expect(wantsWords({ wants: ["promise_made", "promise_kept", "customer_late"] }, SHOWN)).toBe("all news; letters to customers");
  });

  it("say which messages could go there and do not, so that a kind that came later is seen", () => {
    const missed = (wants: string[], kind = "mail", options = {}) => missedWords({ kind, options, wants }, { ...SHOWN, letters: ["customer_kept", "customer_late", "customer_broken"] });
    expect(missed([])).toBe("");
    expect(missed([...SHOWN.reminders, ...SHOWN.news, "customer_kept", "customer_late"])).toBe("letters to customers: not done");
    expect(missed([...SHOWN.reminders, "promise_kept"], "webhook")).toBe("news: made");
    expect(missed(SHOWN.news)).toBe("all reminders; all letters to customers");
    expect(missed(["customer_kept", "customer_late"], "zendesk", { public: true })).toBe("letters to customers: not done");
    expect(missed([...SHOWN.reminders, ...SHOWN.news, "customer_new"], "webhook")).toBe("");
  });

  it("say of a test where it arrived, by the name that people know, and what a real message would do", () => {
    const tried = { reference: "", refused: {}, later: {}, why: "", retry_after: null };
    const words = (some: object) => triedWords({ ...tried, outcome: "sent", ...some }, "Ticket robot");
    expect(words({ reference: "4F01" })).toEqual({ head: "It arrived at Ticket robot.", lines: ["The receiver calls it 4F01."] });
    expect(words({})).toEqual({ head: "It arrived at Ticket robot.", lines: [] });
    expect(triedWords({ ...tried, outcome: "sent" }, " ").head).toBe("It arrived.");
    expect(words({ outcome: "not_now", why: "busy", retry_after: 7 })).toEqual({ head: "It did not arrive at Ticket robot now.", lines: ["Busy. It asks to be left alone for 7 s. A real message would be tried again, with growing patience."] });
    expect(words({ outcome: "never", why: "no such hook" }).head).toBe("It cannot arrive at Ticket robot like this.");
    expect(words({ outcome: "partly", refused: { "a@b": "unknown" } }).lines).toEqual(["a@b was refused: unknown"]);
  });
});
