/** The calls in the journal, newest first, each a link to its wrap-up, or to the desk while it goes on. */

import { useEffect, useState } from "preact/hooks";

import type { CallInList } from "../generated";
import { Shell } from "../page/Shell";
import { byDay } from "./days";

const MOST = 200;

export function Calls() {
  const [calls, setCalls] = useState<CallInList[] | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    fetch(`/api/calls?limit=${MOST}`)
      .then(async (answer) => (answer.ok ? setCalls((await answer.json()) as CallInList[]) : setProblem(`The server answered ${answer.status}.`)))
      .catch(() => setProblem("The server did not answer. Load this page again."));
  }, []);
  return (
    <Shell title="Calls">
      <p class="notice" role="alert">
        {problem}
      </p>
      <main class="calls">
        {calls === null && !problem && <p class="none">One moment.</p>}
        {calls?.length === 0 && <p class="none">No call yet. The desk wakes by itself when one begins.</p>}
        {byDay(calls ?? [], new Date()).map(({ day, calls }) => (
          <section key={day} class="card" aria-label={day}>
            <h2>{day}</h2>
            <ul>
              {calls.map(({ id, time, name, rest, problem, heat, hot, ended }) => (
                <li key={id}>
                  <a href={ended ? `/wrapup/${encodeURIComponent(id)}` : `/?call=${encodeURIComponent(id)}`}>
                    <time>{time}</time>
                    <span class="call-name">
                      {name} <span class="rest">{rest}</span>
                    </span>
                    <span class="call-heat" data-hot={hot}>
                      {heat}
                    </span>
                    <span class="tag">{ended ? "ended" : "● live"}</span>
                    <span class="call-problem">{problem ? `“${problem}”` : "No problem was told."}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {calls && calls.length === MOST && <p class="none">The {MOST} newest are listed; `steadyline calls` lists more.</p>}
      </main>
    </Shell>
  );
}
