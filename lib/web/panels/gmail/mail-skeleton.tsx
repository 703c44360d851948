const lines = ["a", "b", "c", "d", "e"] as const;

export function MailSkeleton() {
  return (
    <div class="mail-text">
      {lines.map((line) => (
        <span class="bone bone-more-words" key={line} />
      ))}
    </div>
  );
}
