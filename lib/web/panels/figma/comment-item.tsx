import type { Comment } from "../../api/figma.ts";
import { formatAgo } from "../../ui/dates.ts";
import { toInitial } from "../../ui/initial.ts";
import { Picture } from "../../ui/picture.tsx";

interface Props {
  readonly comment: Comment;
  readonly isNew: boolean;
}

export function CommentItem({ comment, isNew }: Props) {
  const { author, portrait, message, at } = comment;
  return (
    <li class={`row comment ${isNew ? "new" : ""}`}>
      <span class="portrait" aria-hidden="true">
        <Picture src={portrait} alt="">
          {toInitial(author)}
        </Picture>
      </span>
      <div class="row-text">
        <p class="comment-head">
          <strong class="cut">{author}</strong>
          <time class="fine" dateTime={at}>
            {formatAgo(at)}
          </time>
        </p>
        <p class="said">{message}</p>
      </div>
    </li>
  );
}
