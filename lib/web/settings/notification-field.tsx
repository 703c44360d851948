import { useId } from "preact/hooks";
import type { NotificationLevel } from "../api/settings.ts";

const levels: readonly (readonly [NotificationLevel, string])[] = [
  ["all", "Everything"],
  ["mentions", "Only mentions"],
  ["none", "Nothing"],
];

interface Props {
  /** A kind of activity, as people call it in a sentence. */
  readonly label: string;
  readonly value: NotificationLevel;
  readonly onChange: (reach: NotificationLevel) => void;
}

/** How much of a kind of activity reaches the person. */
export function NotificationField({ label, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset class="reach">
      <legend>Notify about {label}</legend>
      <div class="segments">
        {levels.map(([choice, words]) => (
          <label class="segment" key={choice}>
            <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
