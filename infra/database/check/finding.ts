/** What a check found about the database, as a sentence for the operator. */
export interface Finding {
  /**
   * `holds`: as it should be. `open`: the guard before the database stops it, and the database alone would not.
   * `missing`: questions would fail, or show what they must not. `to know`: nothing to do.
   */
  readonly state: "holds" | "open" | "missing" | "to know";
  readonly text: string;
}

/** One finding about a list of things that should be empty. */
export const findNone = (
  list: readonly string[],
  { holds, otherwise, state = "missing" }: { holds: string; otherwise: string; state?: Finding["state"] },
): Finding =>
  list.length === 0
    ? { state: "holds", text: holds }
    : { state, text: `${otherwise}: ${[...list].sort().slice(0, 20).join(", ")}${list.length > 20 ? ", …" : ""}.` };
