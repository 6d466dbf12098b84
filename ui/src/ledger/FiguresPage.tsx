/** How the word given was kept: the share on time, by kind, by why not, and week by week. Of the process, of nobody. */

import { useEffect, useState } from "preact/hooks";

import type { FiguresShown } from "../generated";
import { Shell } from "../page/Shell";
import { strangeWords } from "../page/strange";
import { strangerWords } from "./filters";
import { OUTCOMES, OUTCOME_WORDS, causes, counted, kinds, percent, weeks } from "./figures";
import { Bars, Legend, Trend } from "./plots";
import { ask } from "./server";
import { words } from "./store";
import { spanWords } from "./times";

const PERIODS = { 4: "4 weeks", 13: "13 weeks", 26: "half a year", 52: "a year" } as const;

interface Asked {
  weeks: number;
  team: string;
  /** What the address asked for and is not known here. */
  strange: string;
}

function fromAddress(): Asked {
  const said = new URLSearchParams(location.search);
  const weeks = Number(said.get("weeks"));
  return { weeks: weeks in PERIODS ? weeks : 13, team: said.get("team") ?? "", strange: strangeWords(location.search, { weeks: Object.keys(PERIODS), team: null }) };
}

export function FiguresPage() {
  const [asked, setAsked] = useState(fromAddress);
  const [shown, setShown] = useState<FiguresShown | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const back = () => setAsked(fromAddress());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  useEffect(() => {
    let newest = true;
    const since = new Date(Date.now() - asked.weeks * 7 * 86_400_000).toISOString().slice(0, 10);
    const query = new URLSearchParams({ since, ...(asked.team && { team: asked.team }) });
    ask<FiguresShown>(`/api/promises/figures?${query}`).then(
      (answer) => newest && (setShown(answer), setProblem("")),
      (error: unknown) => newest && setProblem(words(error)),
    );
    return () => {
      newest = false;
    };
  }, [asked]);
  const show = (some: Partial<Asked>) => {
    const next = { ...asked, ...some, strange: "" };
    const said = new URLSearchParams({ ...(next.weeks !== 13 && { weeks: String(next.weeks) }), ...(next.team && { team: next.team }) });
    history.replaceState(null, "", said.size ? `?${said}` : location.pathname);
    setAsked(next);
  };
  return (
    <Shell title="Promises kept">
      <p class="notice quiet-news" role="status">
        {asked.strange}
      </p>
      <p class="notice" role="alert">
        {problem}
      </p>
      <main class="ledger figures">
        <section class="filters" aria-label="Which promises">
          <div class="whose" role="group" aria-label="Over how long">
            {Object.entries(PERIODS).map(([many, title]) => (
              <button key={many} type="button" aria-pressed={asked.weeks === Number(many)} onClick={() => show({ weeks: Number(many) })}>
                {title}
              </button>
            ))}
          </div>
          <label class="search">
            <span class="unseen">Of which team</span>
            <input type="search" value={asked.team} maxLength={100} placeholder="Every team" onChange={(event) => show({ team: event.currentTarget.value.trim() })} />
          </label>
          <a class="button" href="/promises">
            Promises
          </a>
        </section>
        {shown && <Shown shown={shown} team={asked.team} />}
        {!shown && !problem && <p class="none">One moment.</p>}
      </main>
    </Shell>
  );
}

function Shown({ shown, team }: { shown: FiguresShown; team: string }) {
  const { figures } = shown;
  const all = figures.all;
  if (!shown.counted && !all.withdrawn) {
    return (
      <section class="card empty">
        <p>{strangerWords(shown.strangers, { owner: "", team }) || "No promise’s date fell into this time."}</p>
        <p class="none">A promise counts from the day on which it is due.</p>
      </section>
    );
  }
  const late = causes(figures);
  const trend = weeks(figures);
  return (
    <>
      <section class="card kept-on-time" aria-label="Kept on time">
        <p class="big">{percent(all.on_time, shown.counted) || "–"}</p>
        <div>
          <h2>kept on time</h2>
          <p>
            {all.on_time} of the {shown.counted} promises whose date has come.
          </p>
          <dl class="counts">
            {([...OUTCOMES.slice(1), "withdrawn"] as const).map((outcome) => (
              <div key={outcome}>
                <dt>{OUTCOME_WORDS[outcome]}</dt>
                <dd>{all[outcome]}</dd>
              </div>
            ))}
            {figures.median_minutes !== null && (
              <div>
                <dt>from given to kept, median</dt>
                <dd>{spanWords(figures.median_minutes)}</dd>
              </div>
            )}
            {figures.median_late_minutes !== null && (
              <div>
                <dt>how late, median</dt>
                <dd>{spanWords(figures.median_late_minutes)}</dd>
              </div>
            )}
          </dl>
        </div>
      </section>
      <section class="card" aria-labelledby="trend-title">
        <h2 id="trend-title">Week by week</h2>
        <Trend weeks={trend} />
      </section>
      <section class="card" aria-labelledby="kinds-title">
        <div class="head">
          <h2 id="kinds-title">By what was promised</h2>
          <Legend />
        </div>
        <Bars bars={kinds(figures)} label="By what was promised" of="share" />
      </section>
      {late.length > 0 && (
        <section class="card" aria-labelledby="causes-title">
          <h2 id="causes-title">Why they were not on time</h2>
          <Bars bars={late.filter(({ tally }) => counted(tally) > 0)} label="Why they were not on time" of="count" />
        </section>
      )}
      <p class="hint">These figures are of how the work is arranged, and of no person: a promise that was late has a cause, not a culprit. One that the customer let us off counts in none of the shares.</p>
    </>
  );
}
