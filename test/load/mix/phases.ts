// The phases of the load mix, and what is expected of them. Imports nothing: both generators read it.

type PhaseName = "warm-up" | "ramp" | "sustained" | "peak" | "cool-down";

export interface Phase {
  readonly name: PhaseName;
  readonly seconds: number;
  /** Requests per second, at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
}

/** 25,500 requests in ten minutes. */
export const phases: readonly Phase[] = [
  { name: "warm-up", seconds: 60, from: 5, to: 5 },
  { name: "ramp", seconds: 120, from: 10, to: 50 },
  { name: "sustained", seconds: 300, from: 50, to: 50 },
  { name: "peak", seconds: 60, from: 100, to: 100 },
  { name: "cool-down", seconds: 60, from: 10, to: 10 },
];

/** What a phase must do better than. */
export interface Target {
  /** The share of requests that are answered with success, from 0 to 1. */
  readonly success: number;
  /** Milliseconds, of all answers. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export type Targets = Readonly<Partial<Record<PhaseName, Target>>>;

export const targets: Targets = {
  sustained: { success: 0.99, p50: 150, p95: 300, p99: 600 },
  peak: { success: 0.98, p50: 200, p95: 500, p99: 1000 },
};

/** The same phases in a share of their time, at the same rates. */
export const shortenPhases = (share: number): Phase[] =>
  phases.map((phase) => ({ ...phase, seconds: Math.max(1, Math.round(phase.seconds * share)) }));

export const countRequests = ({ seconds, from, to }: Phase): number => Math.round((seconds * (from + to)) / 2);

export const sumRequests = (some: readonly Phase[]): number =>
  some.reduce((sum, phase) => sum + countRequests(phase), 0);
