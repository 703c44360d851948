import { useId } from "preact/hooks";
import type { NotificationLevel } from "../api/settings.ts";

const levels: readonly (readonly [NotificationLevel, string])[] = [
  ["all", "Everything"],
  ["mentions", "Only mentions"],
  ["none", "Nothing"],
];

interface Props {
  /** A kind of activity, as it reads in a sentence. */
  readonly label: string;
  readonly value: NotificationLevel;
  readonly onChange: (level: NotificationLevel) => void;
}

/** Chooses how much of a kind of activity the user is notified of. */
export function NotificationField({ label, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset class="reach">
      <legend>Notify about {label}</legend>
      <div class="segments">
        {levels.map(([level, words]) => (
          <label class="segment" key={level}>
            <input type="radio" name={name} checked={level === value} onChange={() => onChange(level)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
