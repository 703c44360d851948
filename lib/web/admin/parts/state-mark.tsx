interface Props {
  readonly kind: "good" | "warn" | "bad" | "off";
  readonly text: string;
}

/** A state in a word, with a colour that repeats it. */
export const StateMark = ({ kind, text }: Props) => <span class={`pill ${kind}`}>{text}</span>;
