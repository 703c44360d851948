import type { Mail } from "../../api/gmail.ts";
import { formatTimeOrDay } from "../../ui/dates.ts";
import { parseSender } from "./sender.ts";

interface Props {
  readonly mail: Mail;
  readonly onOpen: (mail: Mail) => void;
}

export function MailRow({ mail, onOpen }: Props) {
  const { from, subject, snippet, date, isUnread } = mail;
  return (
    <li>
      <button type="button" class={`row row-2 opens ${isUnread ? "unread" : ""}`} onClick={() => onOpen(mail)}>
        <span class="row-text">
          <span class="cut">
            <span class="mail-from" title={from}>
              {parseSender(from)}
              {isUnread && <span class="visually-hidden"> (unread)</span>}
            </span>
            <span class="mail-subject" title={subject}>
              {subject || "(no subject)"}
            </span>
          </span>
          <span class="cut fine">{snippet}</span>
        </span>
        <span class="row-end fine">{formatTimeOrDay(date)}</span>
      </button>
    </li>
  );
}
