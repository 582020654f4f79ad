import { Alert, Button, Paper, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import { useMay } from '../../me'
import { ErrorState } from '../../ui/error-state'
import { moment, plainDay } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { ReasonDialog } from '../../ui/reason-dialog'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'
import { DropFiles } from './drop-files'
import { type Part, PartLine } from './part-line'

type RequestRow = Schemas['RequestOut']

const OPEN: readonly RequestRow['status'][] = ['draft', 'changes_requested']
const TOUCHES = [['requests'], ['parts'], ['pieces'], ['plans']] as const

/** One request: its dates, its parts, and the next decision. */
export default function RequestPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const may = useMay()
  const path = { request_id: id }
  const request = useQuery({
    queryKey: ['requests', id],
    queryFn: () => taken(api.GET('/api/requests/{request_id}', { params: { path } })),
  })
  if (request.isPending) return <PageSkeleton />
  if (request.error) return <ErrorState error={request.error} again={request.refetch} />
  const row = request.data
  const editable = may('request_write') && OPEN.includes(row.status)
  return (
    <Page
      title={`${row.number} · ${row.title}`}
      beside={<StatusPill status={row.status} />}
      actions={<Decisions request={row} />}
    >
      {row.reason && (
        <Alert variant="outline" color="orange" title={t('reason')} mb="md" maw={720}>
          {row.reason}
        </Alert>
      )}
      <Dates request={row} />
      {editable && <DropFiles requestId={id} />}
      <Parts request={row} editable={editable} />
    </Page>
  )
}

/** Four dates that are never mixed up. */
function Dates({ request }: { request: RequestRow }) {
  const { t } = useTranslation()
  const dates: [string, string][] = [
    [t('need_by'), plainDay(request.need_by)],
    [t('promised'), request.promised_at ? moment(request.promised_at) : '–'],
    [t('estimated'), request.estimated_finish_at ? moment(request.estimated_finish_at) : '–'],
    [t('project'), request.project || '–'],
  ]
  return (
    <Paper withBorder p="sm" mb="md" bg="var(--card)">
      <dl style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 36px', margin: 0 }}>
        {dates.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="xs" className="faint">
              {name}
            </Text>
            <Text component="dd" m={0} className="numbers">
              {value}
            </Text>
          </div>
        ))}
      </dl>
      {request.note && (
        <Text size="sm" mt="xs">
          {request.note}
        </Text>
      )}
    </Paper>
  )
}

function Parts({ request, editable }: { request: RequestRow; editable: boolean }) {
  const { t } = useTranslation()
  const parts = useQuery({
    queryKey: ['parts', { request: request.id }],
    queryFn: () =>
      taken(api.GET('/api/parts', { params: { query: { request_id: request.id, limit: 200 } } })),
  })
  const materials = useQuery({
    queryKey: ['materials'],
    staleTime: 300_000,
    queryFn: () => taken(api.GET('/api/materials', {})),
  })
  if (parts.isPending) return <PageSkeleton rows={3} />
  if (parts.error) return <ErrorState error={parts.error} again={parts.refetch} />
  if (parts.data.items.length === 0) return <Text className="faint">{t('no_parts')}</Text>
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs" bg="var(--card)" aria-label={t('parts')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('part')}</Table.Th>
            <Table.Th>{t('status')}</Table.Th>
            <Table.Th>{t('material')}</Table.Th>
            <Table.Th>{t('quantity')}</Table.Th>
            <Table.Th aria-label={t('actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.data.items.map((part) => (
            <PartLine
              key={part.id}
              part={part as Part}
              materials={materials.data?.items ?? []}
              editable={editable}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type Verb = 'request-changes' | 'reject' | 'cancel'

function Decisions({ request }: { request: RequestRow }) {
  const { t } = useTranslation()
  const may = useMay()
  const [verb, setVerb] = useState<Verb>('reject')
  const [asking, { open, close }] = useDisclosure()
  const params = { path: { request_id: request.id }, ...basedOn(request.version) }
  const submit = useChange({
    call: () => taken(api.POST('/api/requests/{request_id}/submit', { params })),
    touches: TOUCHES,
    says: () => t('submitted_told'),
  })
  const review = useChange({
    call: () => taken(api.POST('/api/requests/{request_id}/review', { params })),
    touches: TOUCHES,
  })
  const accept = useChange({
    call: () => taken(api.POST('/api/requests/{request_id}/accept', { params })),
    touches: TOUCHES,
    says: () => t('accepted_told'),
  })
  const refuse = useChange({
    call: (reason: string) => {
      const body = { reason }
      if (verb === 'reject') {
        return taken(api.POST('/api/requests/{request_id}/reject', { params, body }))
      }
      if (verb === 'cancel') {
        return taken(api.POST('/api/requests/{request_id}/cancel', { params, body }))
      }
      return taken(api.POST('/api/requests/{request_id}/request-changes', { params, body }))
    },
    touches: TOUCHES,
    done: close,
  })
  const ask = (what: Verb) => () => {
    setVerb(what)
    open()
  }
  const words = {
    reject: t('reject'),
    cancel: t('cancel_request'),
    'request-changes': t('send_back'),
  }
  const inReview = request.status === 'in_review' && may('request_review')
  return (
    <>
      {OPEN.includes(request.status) && may('request_write') && (
        <Button onClick={() => submit.mutate()} loading={submit.isPending}>
          {t('submit')}
        </Button>
      )}
      {request.status === 'submitted' && may('request_review') && (
        <Button onClick={() => review.mutate()} loading={review.isPending}>
          {t('start_review')}
        </Button>
      )}
      {inReview && (
        <>
          <Button onClick={() => accept.mutate()} loading={accept.isPending}>
            {t('accept')}
          </Button>
          <Button variant="default" onClick={ask('request-changes')}>
            {t('send_back')}
          </Button>
          <Button variant="default" onClick={ask('reject')}>
            {t('reject')}
          </Button>
        </>
      )}
      {[...OPEN, 'submitted'].includes(request.status) && may('request_write') && (
        <Button variant="default" onClick={ask('cancel')}>
          {t('cancel_request')}
        </Button>
      )}
      <ReasonDialog
        title={words[verb]}
        opened={asking}
        action={words[verb]}
        dangerous={verb !== 'request-changes'}
        close={close}
        decide={(reason) => refuse.mutate(reason)}
      />
    </>
  )
}
