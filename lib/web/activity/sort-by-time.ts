/** What sorting needs of an activity. */
interface Timed {
  readonly at: string;
  readonly seq: number;
}

/** Sorts by when it happened, the newest first. Numbers follow the order in which the activities were recorded. */
export const sortByTime = <T extends Timed>(items: readonly T[]): readonly T[] =>
  items.toSorted((one, other) => getTimeMs(other) - getTimeMs(one) || other.seq - one.seq);

const getTimeMs = ({ at }: Timed): number => Date.parse(at) || 0;
