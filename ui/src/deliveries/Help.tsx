/** A line of help in which `words` between backticks are to be written as they stand. */

export function Help({ text }: { text: string }) {
  return (
    <>
      {text.split("`").map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}
    </>
  );
}
