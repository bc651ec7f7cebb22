import { fromMarkdown } from 'mdast-util-from-markdown';
import type { ComponentChild } from 'preact';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root['children'][number];

/** Deeper than people nest lists and quotes: what is deeper is text. */
const DEEPEST = 20;

/**
 * Markdown as elements of the page. No HTML is ever made of it: HTML inside stands there as the text that it is, pictures
 * are their descriptions, and links lead to the web or nowhere.
 */
export function Markdown({ text }: { text: string }) {
  return <div class="markdown">{childrenOf(fromMarkdown(text), 0)}</div>;
}

function childrenOf(node: { children: readonly object[] }, depth: number): ComponentChild[] {
  if (depth > DEEPEST) return [];
  return node.children.map((child, index) => <Element key={index} node={child as Node} depth={depth + 1} />);
}

function Element({ node, depth }: { node: Node; depth: number }) {
  switch (node.type) {
    case 'text':
    case 'html':
      return <>{node.value}</>;
    case 'paragraph':
      return <p>{childrenOf(node, depth)}</p>;
    case 'heading':
      return <Heading level={node.depth}>{childrenOf(node, depth)}</Heading>;
    case 'strong':
      return <strong>{childrenOf(node, depth)}</strong>;
    case 'emphasis':
      return <em>{childrenOf(node, depth)}</em>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{childrenOf(node, depth)}</blockquote>;
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{childrenOf(node, depth)}</ol>
      ) : (
        <ul>{childrenOf(node, depth)}</ul>
      );
    case 'listItem':
      return <li>{childrenOf(node, depth)}</li>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'link':
      return isWeb(node.url) ? (
        <a href={node.url} title={node.url}>
          {childrenOf(node, depth)}
        </a>
      ) : (
        <>{childrenOf(node, depth)}</>
      );
    case 'image':
      return <em>{node.alt ?? ''}</em>;
    default:
      return 'children' in node ? <>{childrenOf(node, depth)}</> : null;
  }
}

/** Below the headings of the page. */
function Heading({ level, children }: { level: number; children: ComponentChild[] }) {
  if (level === 1) return <h3>{children}</h3>;
  return level === 2 ? <h4>{children}</h4> : <h5>{children}</h5>;
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
