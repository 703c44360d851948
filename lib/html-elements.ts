// The open elements while HTML is read: what ends where, as far as the text depends on it (html.spec.whatwg.org/multipage/parsing.html).

interface OpenElement extends TextState {
  readonly name: string;
  /** Whether its content is SVG or MathML, in which any tag may close itself. */
  readonly isForeign: boolean;
  /** For each kind of barrier, where the innermost one at or around this element is open. */
  readonly barriers: Readonly<Record<Barrier, number>>;
}

export interface TextState {
  /** Whether this element or one around it is hidden. */
  readonly isHidden: boolean;
  readonly keepsLineBreaks: boolean;
}

/** Chromium's limit: an element nested deeper takes the place of the one before it. */
const maxDepth = 512;

export const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Elements without content, and those around the whole document, which open and close by themselves. */
const unopenedElements = words(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr html head body frameset",
);

/** Elements that tags in them do not end: `</div>` in a table's cell ends no `div` around the table, and `<li>` no item around its list. */
const barrierElements = {
  tablePart: words("table template"),
  item: words("ul ol dl menu table td th caption template button object marquee applet foreignobject select"),
  other: words("table td th caption template button object marquee applet foreignobject select"),
};
type Barrier = keyof typeof barrierElements;

const rootElement: OpenElement = {
  name: "",
  isForeign: false,
  isHidden: false,
  keepsLineBreaks: false,
  barriers: { tablePart: 0, item: 0, other: 0 },
};

const tableSections = ["tbody", "thead", "tfoot"];
const cells = ["td", "th", "caption"];
const tableParts = words("caption colgroup tbody thead tfoot tr td th");
const items = words("li dd dt");
const getBarrier = (name: string): Barrier =>
  tableParts.has(name) || name === "table" || name === "button" ? "tablePart" : items.has(name) ? "item" : "other";
const headings = words("h1 h2 h3 h4 h5 h6");

const paragraphEnders =
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary table ul xmp";

/** For a tag, the open elements that it ends. */
const endedElements = new Map<string, readonly string[]>([
  ...paragraphEnders.split(" ").map((name) => [name, ["p"]] as const),
  ["li", ["li", "p"]],
  ["dd", ["dd", "dt", "p"]],
  ["dt", ["dd", "dt", "p"]],
  ["option", ["option"]],
  ["optgroup", ["optgroup", "option"]],
  ["rt", ["rt", "rp"]],
  ["rp", ["rt", "rp"]],
  ["a", ["a"]],
  ["button", ["button"]],
]);

/** For a part of a table, the elements besides the table that it may stand in. It ends all others. */
const getTableContexts = (name: string): readonly string[] => {
  if (name === "td" || name === "th") return [...tableSections, "tr"];
  return name === "tr" ? tableSections : [];
};

/** HTML elements that end SVG and MathML around them, because those have no such element. */
const foreignEnders = words(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var",
);
/** Elements of SVG and MathML with HTML in them. */
const integrationPoints = words("foreignobject desc title annotation-xml mi mo mn ms mtext");

/** Creates the list of a document's open elements. However they are nested, a tag takes the same time. */
export function createElementStack(keepsLineBreaks: boolean) {
  const open: OpenElement[] = [{ ...rootElement, keepsLineBreaks }];
  const getCurrent = (): OpenElement => open.at(-1) ?? rootElement;
  /** Where the elements of a name are open. */
  const places = new Map<string, number[]>();

  const closeDownTo = (at: number): void => {
    while (open.length > at) places.get(open.pop()?.name ?? "")?.pop();
  };
  const leaveForeign = (): void => {
    while (getCurrent().isForeign) closeDownTo(open.length - 1);
  };
  /** Closes the outermost element of this name that is not behind a barrier, with all in it. */
  const closeOutermost = (name: string, barrier: number): void => {
    const found = places.get(name) ?? [];
    let first = found.length;
    while ((found[first - 1] ?? 0) > barrier) first--;
    closeDownTo(found[first] ?? open.length);
  };
  /** Makes room for a part of a table, or for a table that stands in another one but in no cell of it. */
  const enterTable = (name: string, table: number): void => {
    const getPlace = (one: string): number => places.get(one)?.at(-1) ?? 0;
    if (tableParts.has(name)) closeDownTo(Math.max(table, ...getTableContexts(name).map(getPlace)) + 1);
    else if (open[table]?.name === "table" && !cells.some((one) => getPlace(one) > table)) closeDownTo(table);
  };
  const push = (name: string, isForeign: boolean, state: TextState): void => {
    if (open.length >= maxDepth) closeDownTo(open.length - 1);
    const { barriers } = getCurrent();
    const at = open.length;
    const place = (barrier: Barrier): number => (barrierElements[barrier].has(name) ? at : barriers[barrier]);
    const own = { tablePart: place("tablePart"), item: place("item"), other: place("other") };
    open.push({ name, isForeign, isHidden: state.isHidden, keepsLineBreaks: state.keepsLineBreaks, barriers: own });
    const found = places.get(name);
    if (found === undefined) places.set(name, [at]);
    else found.push(at);
  };

  return {
    getCurrent,
    openElement(name: string, isSelfClosed: boolean, readState: (around: TextState) => TextState): void {
      if (foreignEnders.has(name)) leaveForeign();
      const { isForeign, barriers } = getCurrent();
      if (headings.has(name) && headings.has(getCurrent().name)) closeDownTo(open.length - 1);
      if (!isForeign) for (const one of endedElements.get(name) ?? []) closeOutermost(one, barriers[getBarrier(name)]);
      const startsForeign = name === "svg" || name === "math";
      if (unopenedElements.has(name) || (isSelfClosed && (isForeign || startsForeign))) return;
      // Outside of a table there are no parts of one.
      if (tableParts.has(name) && barriers.tablePart === 0) return;
      if (tableParts.has(name) || name === "table") enterTable(name, barriers.tablePart);
      push(name, startsForeign || (isForeign && !integrationPoints.has(name)), readState(getCurrent()));
    },
    closeElement(name: string): void {
      if (name === "p" || name === "br") leaveForeign();
      // The end of any heading ends a heading.
      const found = [...(headings.has(name) ? headings : [name])].map((one) => places.get(one)?.at(-1) ?? 0);
      const at = Math.max(...found);
      const barrier = name === "template" ? 0 : getCurrent().barriers[getBarrier(name)];
      if (at > 0 && at >= barrier) closeDownTo(at);
    },
  };
}
