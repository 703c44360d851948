// What Slack said a moment ago, kept in this container only.

export interface Kept<T> {
  /**
   * The kept value, or what `load` finds; a failure is not kept. Times in epoch seconds.
   * @param after a value that was asked for earlier does not do
   */
  read(name: string, now: number, load: () => Promise<T>, after?: number): Promise<T>;
  forget(name: string): void;
}

/** @param most how many values; the oldest make room */
export function keptFor<T>(seconds: number, most: number): Kept<T> {
  const known = new Map<string, { readonly value: Promise<T>; readonly at: number }>();
  return {
    read(name, now, load, after = 0) {
      const found = known.get(name);
      if (found && found.at + seconds > now && found.at >= after) return found.value;
      const value = load();
      known.delete(name);
      known.set(name, { value, at: now });
      value.catch(() => {
        if (known.get(name)?.value === value) known.delete(name);
      });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return value;
    },
    forget: (name) => void known.delete(name),
  };
}
