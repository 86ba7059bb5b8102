import Stack from '@mui/material/Stack';
import { PageHeader, SchemeButton } from '../shared/shared-ui.ts';
import { Charts } from './charts.tsx';
import { Controls } from './controls.tsx';
import { Dialogs } from './dialogs.tsx';
import { Facts } from './facts.tsx';
import { Form } from './form.tsx';
import { Messages } from './messages.tsx';
import { Section } from './section.tsx';
import { SignIn } from './sign-in.tsx';
import { States } from './states.tsx';
import { Swatches } from './swatches.tsx';
import { TableSample } from './table-sample.tsx';
import { TypeSample } from './type-sample.tsx';

const sections = [
  ['Colours', Swatches],
  ['Type', TypeSample],
  ['Buttons and fields', Controls],
  ['Form', Form],
  ['Sign-in', SignIn],
  ['Dialogs', Dialogs],
  ['Messages', Messages],
  ['Table', TableSample],
  ['Charts', Charts],
  ['Facts', Facts],
  ['Empty, loading, failed', States],
] as const;

/**
 * Everything that pages are made of, to be looked at in each scheme; no navigation leads here. It uses what `container/sharedUI` gives to any app. In
 * English alone: who builds apps reads it.
 */
export default function Gallery() {
  return (
    <>
      <PageHeader
        title="Gallery"
        text="What pages are made of: the parts that every app gets from container/sharedUI."
        actions={<SchemeButton />}
      />
      <Stack spacing={3}>
        {sections.map(([title, Part]) => (
          <Section key={title} title={title}>
            <Part />
          </Section>
        ))}
      </Stack>
    </>
  );
}
