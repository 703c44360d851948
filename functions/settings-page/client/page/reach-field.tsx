import { useId } from "preact/hooks";
import type { Reach } from "../api/settings.ts";

const choices: readonly (readonly [Reach, string])[] = [
  ["all", "Everything"],
  ["mentions", "Only mentions"],
  ["none", "Nothing"],
];

interface Props {
  /** A kind of activity, as people call it in a sentence. */
  readonly label: string;
  readonly value: Reach;
  readonly onChange: (reach: Reach) => void;
}

/** How much of a kind of activity reaches the person. */
export function ReachField({ label, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset class="reach">
      <legend>Notify about {label}</legend>
      <div class="segments">
        {choices.map(([choice, words]) => (
          <label class="segment" key={choice}>
            <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
