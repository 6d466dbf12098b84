/** A customer's story: what the next agent needs in ten seconds, then calls and promises in one column. */

import { useEffect, useState } from "preact/hooks";

import { capital, unquoted } from "../desk/words";
import type { CallInStory, CustomerStory, MakePromise, PromiseOnLedger } from "../generated";
import { LinkState } from "../page/LinkState";
import { Shell } from "../page/Shell";
import type { Link } from "../page/connection";
import { isCovered, takesKeys, useKeyDown } from "../page/keys";
import { Due, Standing } from "./Due";
import { Making } from "./Making";
import { STORY_KEYS, actionOf } from "./keys";
import { myName } from "./me";
import { ask, make, newKey, watch } from "./server";
import { words } from "./store";
import { callHeat, headline, isHot, lines, pressing, problemWords, sore } from "./story";
import { momentWords, myZone } from "./times";
import { brief, movedWords, notRightWords, whose } from "./words";

export function Story({ customer }: { customer: string }) {
  const [story, setStory] = useState<CustomerStory | null>(null);
  const [problem, setProblem] = useState("");
  const [link, setLink] = useState<Link>("connecting");
  const [making, setMaking] = useState(false);
  const zone = myZone();
  const load = async () => {
    try {
      setStory(await ask<CustomerStory>(`/api/story?${new URLSearchParams({ customer })}`));
      setProblem("");
    } catch (error) {
      setProblem(words(error));
    }
  };
  useEffect(() => {
    watch((promise) => (!promise || promise.customer === customer) && void load(), setLink);
    void load();
  }, []);
  useKeyDown((event) => {
    const action = actionOf(STORY_KEYS, event, takesKeys(document.activeElement));
    if (!action || isCovered()) return;
    event.preventDefault();
    if (action === "new") return setMaking(true);
    const all = [...document.querySelectorAll<HTMLElement>("[data-line] > a")];
    const here = all.findIndex((line) => line === document.activeElement);
    all[here < 0 ? 0 : Math.max(0, Math.min(all.length - 1, here + (action === "next" ? 1 : -1)))]?.focus();
  });
  const made = async (wish: MakePromise) => {
    try {
      await make(wish, newKey());
      await load();
      return "";
    } catch (error) {
      return words(error);
    }
  };
  const name = story?.name || customer;
  return (
    <Shell title={name} rest={[story?.name && customer, story?.timezone.replaceAll("_", " ")].filter(Boolean).join(" · ")} standing={<LinkState link={link} />} keys={STORY_KEYS} note="Enter opens the call or the promise that has the focus.">
      <p class="notice" role="alert">
        {problem}
      </p>
      <main class="ledger story">
        {story ? (
          <>
            <First story={story} zone={zone} />
            <div class="head">
              <h2 id="story-title">The whole story</h2>
              <button type="button" onClick={() => setMaking(true)}>
                New promise <kbd>N</kbd>
              </button>
            </div>
            <ol class="card column" aria-labelledby="story-title">
              {lines(story).map((line) => (line.promise ? <PromiseLine key={line.promise.id} promise={line.promise} story={story} at={line.at} zone={zone} /> : <CallLine key={line.call.id} call={line.call} story={story} at={line.at} zone={zone} />))}
              {!story.promises.length && !story.calls.length && <li class="none">No call and no promise of {customer || "anybody"} is known here.</li>}
            </ol>
          </>
        ) : (
          !problem && <p class="none">One moment.</p>
        )}
      </main>
      <Making open={making} by={myName()} zone={zone} customer={{ ref: customer, name: story?.name ?? "", timezone: story?.timezone ?? "" }} onMake={made} onClose={() => setMaking(false)} />
    </Shell>
  );
}

/** What the next agent needs first. */
function First({ story, zone }: { story: CustomerStory; zone: string }) {
  const now = Date.parse(story.now);
  const open = pressing(story);
  const hurt = sore(story);
  const last = story.calls[0];
  return (
    <section class="card first" aria-labelledby="first-title">
      <h2 id="first-title">{headline(story)}</h2>
      <ul>
        {open.slice(0, 5).map((promise) => (
          <li key={promise.id} data-standing={promise.standing}>
            <Due promise={promise} now={now} zone={zone} />
            <a href={`/promises/${encodeURIComponent(promise.id)}`}>{capital(brief(promise.act))}</a>
            <span class="first-rest">
              <Standing promise={promise} /> {[movedWords(promise, now, zone), whose(promise)].filter(Boolean).join(" · ")}
            </span>
            {notRightWords(promise) && <strong class="not-right">{notRightWords(promise)}</strong>}
          </li>
        ))}
      </ul>
      {open.length > 5 && <p class="hint">And {open.length - 5} more below.</p>}
      <dl class="facts">
        {last && (
          <div>
            <dt>Last call</dt>
            <dd>
              {momentWords(lines({ ...story, promises: [], calls: [last] })[0]!.at, now, zone)}
              {last.agent && ` with ${last.agent}`}: {problemWords(last)} <strong>{callHeat(last)}.</strong>
            </dd>
          </div>
        )}
        {hurt.length > 0 && (
          <div>
            <dt>Let down before</dt>
            <dd>{hurt.slice(0, 3).map((promise) => `${capital(brief(promise.act))} (${promise.state === "broken" ? "broken" : "kept late"})`).join("; ")}</dd>
          </div>
        )}
        {story.history.length > 0 && (
          <div>
            <dt>On record</dt>
            <dd>
              {story.history.map((line) => (
                <span key={line} class="on-record">
                  {line}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface LineProps {
  story: CustomerStory;
  at: number;
  zone: string;
}

function PromiseLine({ promise, story, at, zone }: LineProps & { promise: PromiseOnLedger }) {
  const now = Date.parse(story.now);
  return (
    <li data-line="promise" data-standing={promise.state === "open" ? promise.standing : promise.state}>
      <a href={`/promises/${encodeURIComponent(promise.id)}`}>
        <time>{Number.isNaN(at) ? "" : momentWords(at, now, zone)}</time>
        <span class="line-what">
          <span class="line-kind">Promised</span> {capital(brief(promise.act))}
        </span>
        <Standing promise={promise} />
        <span class="line-more">
          {promise.state === "open" ? <Due promise={promise} now={now} zone={zone} /> : promise.settled_at && `${capital(promise.state)} ${momentWords(Date.parse(promise.settled_at), now, zone)}`}
          {movedWords(promise, now, zone) && ` · ${movedWords(promise, now, zone)}`}
          {promise.proof && ` · ${brief(promise.proof.text)}`}
          {promise.agreed && ` · “${brief(unquoted(promise.agreed))}”`}
          {promise.cause_words && ` · ${brief(promise.cause_words)}`}
          {` · ${whose(promise)}`}
        </span>
        {notRightWords(promise) && <strong class="line-more">{notRightWords(promise)}</strong>}
        {promise.origin?.quote && <q class="line-quote">{brief(unquoted(promise.origin.quote))}</q>}
      </a>
    </li>
  );
}

function CallLine({ call, story, at, zone }: LineProps & { call: CallInStory }) {
  return (
    <li data-line="call">
      <a href={call.ended ? `/wrapup/${encodeURIComponent(call.id)}` : `/?call=${encodeURIComponent(call.id)}`}>
        <time>{Number.isNaN(at) ? "" : momentWords(at, Date.parse(story.now), zone)}</time>
        <span class="line-what">
          <span class="line-kind">Called</span> {problemWords(call)}
        </span>
        <span class="tag">{call.ended ? "ended" : "● live"}</span>
        <span class="line-more" data-hot={isHot(call)}>
          {callHeat(call)}
          {call.agent && ` · with ${call.agent}`}
        </span>
      </a>
    </li>
  );
}
