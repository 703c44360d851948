let segmenter: Intl.Segmenter | undefined;

/** The first character of a name as readers see it, which can be several units long: an emoji, a letter with its accent. */
export function toInitial(name: string): string {
  segmenter ??= new Intl.Segmenter();
  const [first] = segmenter.segment(name);
  return first?.segment.toUpperCase() ?? "";
}
