import { Icon, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { limits } from './list-codec.ts';
import { messages, type Translate } from './messages.ts';
import type { ListState } from './use-list-state.ts';

interface Page {
  items: unknown[];
  next_cursor?: string | null;
  total: number;
  total_capped: boolean;
}

interface PagerProps {
  state: Pick<ListState, 'list' | 'page' | 'change' | 'next' | 'previous' | 'first'>;
  page: Page | undefined;
  loading: boolean;
}

/** Pages by cursor: there is a next one and the ones that were seen, but no jump to the middle. */
export function Pager({ state, page, loading }: PagerProps) {
  const t = useMessages(messages);
  const { list } = state;
  const next = page?.next_cursor;
  if (!page && loading) return null;
  return (
    <Box
      component="nav"
      aria-label={t('pages')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        p: 1.5,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary', flex: 1, minWidth: 140 }}>
        {page ? summary(t, page, state) : null}
      </Typography>
      <TextField
        select
        size="small"
        value={list.limit}
        onChange={(event) => state.change({ limit: Number(event.target.value) })}
        slotProps={{ select: { native: true }, htmlInput: { 'aria-label': t('rowsPerPage') } }}
      >
        {limits.map((limit) => (
          <option key={limit} value={limit}>
            {t('rows', { count: limit })}
          </option>
        ))}
      </TextField>
      <Box sx={{ display: 'flex', gap: 1, ml: 'auto' }}>
        <PagerButton label={t('firstPage')} icon="first" onClick={list.cursor ? state.first : undefined} />
        <PagerButton
          label={t('previousPage')}
          icon="previous"
          onClick={state.page > 0 ? state.previous : undefined}
        />
        <PagerButton label={t('nextPage')} icon="next" onClick={next ? () => state.next(next) : undefined} />
      </Box>
    </Box>
  );
}

interface PagerButtonProps {
  label: string;
  icon: 'first' | 'previous' | 'next';
  onClick: (() => void) | undefined;
}

function PagerButton({ label, icon, onClick }: PagerButtonProps) {
  return (
    <Tooltip title={label}>
      {/* A disabled button sends no events; the tooltip listens to the span. */}
      <span>
        <IconButton aria-label={label} disabled={!onClick} onClick={onClick}>
          <Icon name={icon} fontSize="small" />
        </IconButton>
      </span>
    </Tooltip>
  );
}

/** The server counts to ten thousand and stops. */
function summary(t: Translate, page: Page, { list, page: before }: ListState): string {
  const count = page.total;
  const capped = page.total_capped ? '+' : '';
  if (list.cursor && before === 0) return t('someOf', { shown: page.items.length, count, capped });
  if (page.items.length === 0) return t('none');
  const from = before * list.limit + 1;
  return t('rangeOf', { from, to: from + page.items.length - 1, count, capped });
}
