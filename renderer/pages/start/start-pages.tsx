// What the window shows while no vault is open: the first screen, opening a vault, creating one, the demo enterprise.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { CreateWizard } from './create-wizard.tsx';
import { DemoPage } from './demo-page.tsx';
import { FirstScreen } from './first-screen.tsx';
import { RecoverPage } from './recover-page.tsx';
import { RestorePage } from './restore-page.tsx';
import { UnlockPage, type VaultPlace } from './unlock-page.tsx';

type Screen =
  | { kind: 'first' }
  | { kind: 'unlock'; place: VaultPlace }
  | { kind: 'recover'; place: VaultPlace }
  | { kind: 'create' }
  | { kind: 'demo' }
  | { kind: 'restore' };

/** The screen that fits what was chosen. */
export function StartPages({ session }: { session: SessionState }) {
  const client = useQueryClient();
  const [screen, setScreen] = useState<Screen>({ kind: 'first' });
  const back = () => setScreen({ kind: 'first' });
  // The answer of unlocking is the new session: the window changes over to it at once.
  const opened = (next: SessionState) => {
    client.setQueryData(['session.get', {}], next);
    void client.invalidateQueries({ queryKey: ['profile.get', {}] });
  };
  switch (screen.kind) {
    case 'first':
      return (
        <FirstScreen
          version={session.version}
          onOpen={(place) => setScreen({ kind: 'unlock', place })}
          onCreate={() => setScreen({ kind: 'create' })}
          onDemo={() => setScreen({ kind: 'demo' })}
          onRestore={() => setScreen({ kind: 'restore' })}
        />
      );
    case 'unlock':
      return (
        <UnlockPage
          place={screen.place}
          onBack={back}
          onOpened={opened}
          onRecover={() => setScreen({ kind: 'recover', place: screen.place })}
        />
      );
    case 'recover':
      return (
        <RecoverPage
          place={screen.place}
          onBack={() => setScreen({ kind: 'unlock', place: screen.place })}
          onOpen={(path) => {
            void client.invalidateQueries({ queryKey: ['vault.inspect'] });
            setScreen({ kind: 'unlock', place: { path } });
          }}
        />
      );
    case 'create':
      return <CreateWizard onBack={back} onOpened={opened} />;
    case 'restore':
      return <RestorePage onBack={back} onOpen={(path) => setScreen({ kind: 'unlock', place: { path } })} />;
    case 'demo':
      return <DemoPage onBack={back} onOpened={opened} />;
  }
}
