/**
 * The sound of a recorded call, in step with call time.
 *
 * `steer` is the whole policy and is pure; `Sound` does what it says to one audio element. A browser may refuse to make
 * sound before the person has touched the page: then the state is `blocked` and the desk asks.
 */

import { useEffect, useRef, useState } from "preact/hooks";

export type SoundState = "none" | "off" | "blocked" | "on";

export interface Heard {
  /** Second of the call now, and whether it goes on. */
  callTime: number;
  running: boolean;
  /** Second the audio is at, and how long it is (NaN while unknown). */
  audioTime: number;
  duration: number;
}

export interface Steering {
  play: boolean;
  /** Second to jump to, or null to leave it. */
  seek: number | null;
  rate: number;
}

/** Off by more than this, jump; under `CLOSE_S`, leave it alone; between, hurry or linger a little. */
const FAR_S = 0.6;
const CLOSE_S = 0.04;
const STRONGEST_NUDGE = 0.08;

export function steer(heard: Heard): Steering {
  const over = heard.callTime >= heard.duration;
  if (!heard.running || over) return { play: false, seek: null, rate: 1 };
  const behind = heard.callTime - heard.audioTime;
  if (Math.abs(behind) > FAR_S) return { play: true, seek: heard.callTime, rate: 1 };
  if (Math.abs(behind) < CLOSE_S) return { play: true, seek: null, rate: 1 };
  const nudge = Math.max(-STRONGEST_NUDGE, Math.min(STRONGEST_NUDGE, behind * 0.4));
  return { play: true, seek: null, rate: 1 + nudge };
}

const LOOK_MS = 200;

/** What the element itself says: it plays when told, it may not yet, or it cannot. */
type Fitness = "fit" | "blocked" | "broken";

class Sound {
  private readonly audio = new Audio();
  private readonly timer: number;
  private starting = false;
  private fitness: Fitness = "fit";

  constructor(
    url: string,
    private readonly now: () => { callTime: number; running: boolean },
    private readonly tell: (fitness: Fitness) => void,
  ) {
    this.audio.preload = "auto";
    this.audio.src = url;
    this.audio.onerror = () => this.become("broken");
    this.timer = window.setInterval(this.look, LOOK_MS);
    this.look();
  }

  /** Try once more, from a click or a key, which browsers require. */
  unblock(): void {
    if (this.fitness !== "blocked") return;
    this.become("fit");
    this.look();
  }

  close(): void {
    clearInterval(this.timer);
    this.audio.onerror = null;
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  private become(fitness: Fitness): void {
    this.fitness = fitness;
    this.tell(fitness);
  }

  private readonly look = (): void => {
    if (this.starting || this.audio.seeking || this.fitness !== "fit") return;
    const { currentTime: audioTime, duration } = this.audio;
    const order = steer({ ...this.now(), audioTime, duration });
    if (!order.play) return this.audio.pause();
    if (order.seek !== null && this.audio.readyState > 0) this.audio.currentTime = order.seek;
    this.audio.playbackRate = order.rate;
    if (this.audio.paused) void this.start();
  };

  private async start(): Promise<void> {
    this.starting = true;
    try {
      await this.audio.play();
    } catch (refusal) {
      if (refusal instanceof DOMException && refusal.name === "NotAllowedError") this.become("blocked");
    } finally {
      this.starting = false;
    }
  }
}

/** Plays `url` in step with the call while `wanted`. Call `unblock` from a click or a key. */
export function useSound(
  url: string | null,
  wanted: boolean,
  now: () => { callTime: number; running: boolean },
): { state: SoundState; unblock: () => void } {
  const [fitness, setFitness] = useState<Fitness>("fit");
  const sound = useRef<Sound | null>(null);
  useEffect(() => {
    if (!url || !wanted) return;
    setFitness("fit");
    const playing = new Sound(url, now, setFitness);
    sound.current = playing;
    return () => playing.close();
  }, [url, wanted]);
  const able = fitness === "fit" ? "on" : fitness === "blocked" ? "blocked" : "none";
  return { state: !url ? "none" : wanted ? able : "off", unblock: () => sound.current?.unblock() };
}
