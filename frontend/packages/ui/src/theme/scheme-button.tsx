import { Icon } from '../icons/icon.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { lazyPart, MenuButton } from '../layout/menu-button.tsx';
import { useScheme } from './use-scheme.ts';

const schemeMenu = lazyPart(() => import('./scheme-menu.tsx'));

export function SchemeButton() {
  const t = useMessages(uiMessages);
  const { shown } = useScheme();
  return (
    <MenuButton
      label={t('appearance')}
      icon={<Icon name={shown === 'dark' ? 'moon' : 'sun'} fontSize="small" />}
      onIntent={schemeMenu.preload}
      menu={(props) => <schemeMenu.Part {...props} />}
    />
  );
}
