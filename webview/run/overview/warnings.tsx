import { Icon } from '../../ui/icon';
import { useRun } from '../pageContext';

/** What recording lost or could not do. */
export function Warnings() {
  const { warnings } = useRun();
  if (warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {warnings.map(({ message }, index) => (
        <li key={index}>
          <Icon name="warning" class="warning" />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
