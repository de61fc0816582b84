### What people read, in English. fr.ftl says the same in French: a test keeps both in step.

## The form

form-title = File an incident
form-submit = File
form-close = Cancel
similar-title = Is it the same problem?
similar-ask = Nothing has been filed yet. { $count ->
        [one] Is it {$incident} again?
       *[other] Is it one of these again?
    } If so, join it: what you wrote is added there, and nothing is charged. Otherwise, file yours: its deadline is counted from the moment you file it.
similar-line = *{$incident}* {$title}
    {$status}
    Filed by {$who}, {$filed}
similar-join = Join {$incident}
similar-reopen = Reopen {$incident}
similar-file = File anyway
similar-back = Back to the form
similar-joined = You have joined {$incident}. What you wrote stands in its thread, where you are mentioned. Nothing was filed, and nothing is charged. `/incident show {$number}` shows how it stands.
similar-reopened = {$incident} is open again, with what you wrote as the reason. Nothing was filed, and nothing is charged. `/incident show {$number}` shows how it stands.
similar-not_joined = ⚠️ {$incident} has changed meanwhile, so nothing was done. This is how it stands now. Choose again, or file yours.
form-limit = Up to {$limit} characters.
field-request = What do you need?
field-title = Title
field-product = Product
field-severity = Severity
field-cover = Cover
field-contacts = Reachable contacts (24x7)
field-description = Description
field-attachments = Attachments
files-not_taken = 📎 This form cannot take files just now: Guichet lacks the permission `files:read` in Slack. Please put them in the thread of the incident’s card; nothing else is missing here.
hint-attachments = Up to {$limit} files: screenshots, logs. Technicians see them.
field-account = Account
field-paid_with = Paid with
field-exception = Reason for an exception
placeholder-account = Choose an account
hint-account = Who it is for; it is posted in the channel of that account. Leave empty if it is for yourself.
hint-paid_with = Leave empty to use the pack that expires first.
hint-exception = For technicians: why we accept this although the contract does not cover it. It is kept on record.
paid_with-pack = Pack {$pack}: {$left} left, expires {$until}
paid_with-uses = Pack {$pack}: uses 1 of {$left}, expires {$until}
paid_with-per_incident = Pay per incident
paid_with-nothing = No charge
support-ended = support ended on {$date}
support-ends_on = support ends on {$date}
support-ends = { $days ->
        [0] support ends today
        [one] support ends tomorrow, {$date}
       *[other] support ends in {$days} days, {$date}
    }
notice-excluded = ⛔ {$why}
notice-excluded_technician = ⛔ {$why} To file it all the same, give the reason for an exception below.
notice-outside_hours = 🌙 It is outside business hours now (they resume {$opens}). With 24x7 cover it is worked on before then.
notice-outside_hours_24x7 = 🌙 It is outside business hours now (they resume {$opens}). With 24x7 cover it is worked on before then, and we may call your contacts.
notice-new_questions = ✏️ One more thing is asked for this product: please answer it, and send the form again.
notice-pack_gone = ⚠️ The pack that you chose can no longer be used: it has just been used up or has expired. Please check what it is paid with.
advice-no_account = You do not belong to an account here, so this incident is charged individually. To use a prepaid pack, type /incident claim followed by its order confirmation number, or ask {$managers}.
a-manager = a manager
placeholder-title = What is wrong, in one line
placeholder-product = Choose a product
placeholder-contacts = Name, phone number, hours
placeholder-description = What happened, since when, what you have tried
hint-contacts = Required for 24x7 cover: people we can reach day and night. {form-limit}
hint-description_cut = The message is too long for this field: please write the rest in the thread of the incident’s card. {form-limit}
hint-severity = How soon a technician will first respond.
product-any = Not specified
request-incident = Help with one problem
request-feature_request = A new feature or a change to a product
request-on_site = An on-site visit
request-custom_code = Writing or reviewing custom code
request-developer_support = Developer support for add-ins and APIs
request-security_response = Response to a security incident
severity_short-A = 🔴 A
severity_short-B = 🟠 B
severity_short-C = 🔵 C
severity-A = { severity_short-A } · critical business impact
severity-B = { severity_short-B } · moderate business impact
severity-C = { severity_short-C } · minimal business impact
severity-option = {$severity} (response within {$target})
target-always = {$duration}
target-business = {$duration} of business hours
business-hours = { $hours ->
        [one] {$hours} business hour
       *[other] {$hours} business hours
    }
severity-by = by {$deadline}
cover-business = Business hours
cover-24x7 = 24x7, around the clock

## Refusals in the form

refusal-something_new = Something new was written in the customer’s thread that you may not have read; it has been copied to the triage thread. Please read it. To close all the same, send this form again.
refusal-thread_unread = Guichet could not read the customer’s thread to its end just now, so a last reply may be missing here. Please look at that thread. To close all the same, send this form again.
refusal-empty = Please fill this in.
refusal-not_chosen = Please choose one.
refusal-not_loaded = The choices could not be loaded. Please type again what you look for, and choose one.
option-not_loaded = ⏳ Could not be loaded: please type again
refusal-too_long = This is {$length} characters long; the limit is {$limit}. Please shorten it by {$excess}.
refusal-unknown_product = This product is no longer in the catalogue. Please choose another one.
refusal-too_many_files = Please attach at most {$limit} files.
refusal-contacts_missing = With 24x7 cover we may call you at night: please say who can be reached, with phone number and hours, or choose business hours.
refusal-product_ended = Support for {$product} ended on {$date}, and the contract only covers products within their lifecycle. Please choose another product, or talk to your account manager about an upgrade.
refusal-no_account = Incidents can only be paid for with prepaid packs here, and you do not belong to an account. To use a pack, type /incident claim followed by its order confirmation number, or ask {$managers}.
refusal-no_pack = { $account } has no prepaid incidents left. Please buy a pack, type /incident claim followed by the order confirmation number of one, or ask {$managers}.
refusal-accounts_unknown = Slack cannot tell us who you are just now. Please try again in a minute.
refusal-technicians_unknown = Slack cannot tell us who the technicians are just now. Please try again in a minute.
refusal-foreign_account = You do not seem to belong to this account. Please choose another one, or ask a manager.
refusal-which_account = Please say which account it is for.
refusal-pack_expired = The pack {$pack} has expired. Please choose another way to pay.
refusal-pack_used_up = The last incident of the pack {$pack} has just been used. Please choose another way to pay.
refusal-number_taken = There is already a pack with this order confirmation number. Please check the number.
refusal-negative_balance = { $left ->
        [0] Nothing is left in this pack, so nothing can be taken away.
        [one] Only one incident is left in this pack. Please take away no more than that.
       *[other] Only {$left} incidents are left in this pack. Please take away no more than that.
    }
refusal-feature_request = The contract does not cover requests for new features. Please choose another kind of request, or talk to your account manager.
refusal-on_site = The contract does not cover on-site visits: we help remotely. Please choose another kind of request, or talk to your account manager.
refusal-custom_code = The contract does not cover writing or reviewing custom code. Please choose another kind of request, or talk to your account manager.
refusal-developer_support = The contract does not cover developer support for add-ins and APIs. Please choose another kind of request, or talk to your account manager.
refusal-security_response = The contract does not cover security incident response. Please call your security team. If something is broken, please choose another kind of request.

## Other refusals and failures

refusal-not_technician = Only technicians (the members of the triage channel) can acknowledge {$incident}. Your incident is in their hands.
refusal-already_acknowledged = {$who} has already acknowledged {$incident} ({$when}).
refusal-not_by_button = In this workspace the button does not acknowledge {$incident}. Please { $way ->
        [eyes] put :eyes: on its card
        [reply] answer the customer
        [word] write “{$word}” in its triage thread
       *[talk] write in its triage thread
    } instead.
refusal-no_such_incident = There is no {$incident} here. /incident list shows the incidents you can see.
refusal-at_another_desk = Another desk looks after {$incident}, and technicians see the incidents of their own desk.
refusal-which_incident = Please say which incident, for example: /incident {$command} INC-42
refusal-no_words = Please write at least one word to look for, for example: /incident search printer
refusal-no_such_account = There is no account {$account} here. /incident packs shows your own packs.
refusal-only_technicians_reply = Only technicians (the members of the triage channel) can reply to the customer this way. In the thread of your incident you can simply write.
refusal-not_in_triage_thread = “Send to customer” only works on messages in the thread of an incident in the triage channel.
refusal-already_sent = This message has already been sent to the customer.
refusal-too_long_to_send = This message is {$length} characters long, and no more than {$limit} can be sent at once. Please send it in parts, with “Reply to customer”.
refusal-busy = Guichet is very busy at the moment, and nothing was saved. Please try again in a few seconds.
refusal-busy_afterwards = Guichet is very busy at the moment, and cannot show what came of it. What you did may have been saved: please look before you try again.
refusal-another_installation = This message is from another Guichet with a database of its own, which uses the same Slack app, so nothing was changed here. Please tell a manager: one of the two must be stopped.
refusal-database_gone = Guichet has lost its database and is stopping, so nothing was saved. Keep what you typed, and tell a manager.
refusal-form_expired = Slack allows three seconds to open a form, and this took longer. Nothing is lost: please try again.
refusal-form_refused = Slack does not open this form for you here. Nothing is lost: write it in this thread instead. To file an incident, mention me with a severity and what is wrong, for example “@Guichet B Printers are down since nine”.
refusal-not_ours = Guichet no longer knows this button or form. Nothing was changed: please start again from the card of the incident, or type /incident.
failure = Something went wrong on our side, and it has been logged. { $saved ->
        [no] Nothing was saved: please try again in a minute.
       *[maybe] What you did may have been saved all the same: please look before you try again.
    } If it happens again, give support this reference: {$reference}

## Cards

card-header = {$incident} · {$title}
incident-titled = {$incident} “{$title}”
card-summary = {$incident} ({$severity}) {$title}: {$status}
card-due = initial response due by {$deadline}
card-overdue = overdue, the initial response was due by {$deadline}
card-status = Status
card-severity = Severity
card-product = Product
card-lifecycle = {$product}: {$note}
card-cover = Cover
card-opened_by = Filed by
card-deadline = Initial response due by
card-account = Account
card-paid_with = Paid with
card-pack = Pack {$pack}
attachment-empty = (empty file)
attachment-withheld = (of another organisation: only Slack can show it)
filed-details = 📎 Filed with {$incident}: { $answers ->
        [0] {""}
        [one] {$answers} answer
       *[other] {$answers} answers
    }{ $answers ->
        [0] {""}
       *[other] { $files ->
            [0] {""}
           *[other] {", "}
        }
    }{ $files ->
        [0] {""}
        [one] {$files} file
       *[other] {$files} files
    }.
card-exception = Accepted as an exception
card-description = Description
card-contacts = Reachable contacts (24x7)
card-as_of = Filed {$filed} · as of {$now}
show-card = Its card and thread: {$incident}
card-unshared = ⚠️ The customer’s channel is no longer shared with their organisation: they read nothing that is written there. Please reach them in another way.
card-reply_here = We answer in this thread. Write here to add anything.
status-open = ⏳ Waiting for a technician
status-overdue = 🚨 Overdue: nobody has responded yet
status-waiting = ⏸️ Waiting for the customer’s answer since {$since}
status-acknowledged = ✅ {$who} has it
deadline-ahead = {$deadline}, in {$left}
deadline-behind = {$deadline}, late by {$late}
deadline-kept = {$deadline}, met with {$margin} to spare ({$at})
deadline-missed = {$deadline}, answered late by {$margin} ({$at})
button-acknowledge = Acknowledge

## What is said in threads and direct messages

warning = ⏰ {$incident} “{$title}” (severity {$severity}, {$account}) needs an initial response by {$deadline} ({$left} left). {$share}% of the promised time has passed.
breach = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}) has passed its deadline: the initial response was due by {$deadline}.
fallback = ⏰ {$incident} still needs an initial response, due by {$deadline}. Slack posts this because Guichet did not: please look after {$incident}, and check that Guichet is running.
escalation = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}) still needs an initial response, due by {$deadline} and late by {$late} (reminder {$step} of {$steps}).
escalation_on = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}) still needs an initial response, due by {$deadline} and late by {$late} (reminder {$step}).
second-voice-title = {$incident} ({$severity}): {$title}
# $account is empty where $has_account is "no".
second-voice-soon = { $has_account ->
        [yes] {$account}: nobody
       *[no] Nobody
    } has answered yet. The initial response is due by {$deadline} ({$left} left). Acknowledge {$incident} in Slack.
second-voice-late = { $has_account ->
        [yes] {$account}: nobody
       *[no] Nobody
    } has answered. The initial response was due by {$deadline} and is late by {$late}. Acknowledge {$incident} in Slack.
second-voice-unposted = { $has_account ->
        [yes] {$account}: nobody
       *[no] Nobody
    } has answered. The initial response was due by {$deadline} and is late by {$late}, and Slack has not shown this. Acknowledge {$incident} in Slack, or answer the customer in another way.
second-voice-test = Guichet: test of the second voice
    This is only a test: nothing has happened. Incidents that nobody answers will be announced here.
breach-notice = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}), filed by {$who}, has passed its deadline, {$deadline}, and nobody has acknowledged it.
escalation-notice = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}) has still not been acknowledged: due by {$deadline}, late by {$late} (reminder {$step} of {$steps}).
escalation-notice_on = 🚨 {$incident} “{$title}” (severity {$severity}, {$account}) has still not been acknowledged: due by {$deadline}, late by {$late} (reminder {$step}). The reminders go on until somebody acts.
reminder-late = This reminder was due {$due} and comes {$late} late: Guichet was not running, or could not post here.
roster-not_called = On call, but not called here: {$people}.
on_call-until = {$who} until {$until}
on_call-nobody = nobody
on_call-never_read = not known (the calendar has not been read yet)
on_call-ended = not known (the calendar was last read {$read}, and ends before now)
on_call-incomplete = not known (a part of the calendar cannot be understood)
on_call_trouble-absent = {$who} (absent)
on_call_trouble-not_in_slack = {$who} (not found in Slack)
on_call_trouble-deactivated = {$who} (deactivated in Slack)
on_call_trouble-not_technician = {$who} (no technician here)
acknowledged-customer = ✅ {$who} has acknowledged your incident {$incident} and will answer in this thread.
acknowledged-triage = ✅ {$who} has acknowledged {$incident} ({$how}), {$margin} before the deadline, {$deadline}.
acknowledged-triage-late = ✅ {$who} has acknowledged {$incident} ({$how}), late by {$margin}: the deadline was {$deadline}.
talk-notice = 💬 What you wrote in the triage thread of {$incident} “{$title}” does not acknowledge it: nobody has responded yet, and the initial response is due by {$deadline}. If you have it, press *{button-acknowledge}*; if not, there is nothing to do.
given_back-customer = ↩️ {$former} no longer has {$incident}: it is waiting for a technician again. The initial response { $is_late ->
        [yes] was due
       *[no] is still due
    } by {$deadline}.
moved-triage = 🔀 {$who} has moved {$incident} here from {$former}.
moved-held = {$who} still has it; please take it over.
moved-former = 🔀 {$incident}, “{$title}”, is now with {$desk}: everything goes on there.
desk-first = the first desk
desk-named = the desk “{$desk}”
desk-first_option = First desk
given_back-triage = ↩️ {$who} has given back {$incident}: it is waiting for an initial response again, which { $is_late ->
        [yes] was due
       *[no] is due
    } by {$deadline}.
given_back-triage_for = ↩️ {$who} has given back {$incident} for {$former}: it is waiting for an initial response again, which { $is_late ->
        [yes] was due
       *[no] is due
    } by {$deadline}.
solution-proposed = 💡 {$who} has proposed a solution for {$incident}:
closed-solved = ✅ {$who} has closed {$incident} as solved.
closed-unresolved = ⚪ {$who} has closed {$incident} as unresolved:
closed-withdrawn = ⚪ {$who} has closed {$incident} before it was solved.
closed-split = ⚪ {$incident} is closed: it was split into {$others}.
closed-duplicate = ⚪ {$incident} is closed: it is a duplicate of {$others}.
reopened = 🔁 {$incident} has been reopened.
reopened-by = 🔁 {$who} has reopened {$incident}:
reopened-of = 🔁 {$who} has reopened {$incident}, which goes back to {$holder}:
after_closing-customer = 🔒 {$who}, {$incident} is closed. The technicians can read what you wrote. { $can_reopen ->
        [yes] If the problem is not solved, reopen it: you can until {$until}. For anything else, file a new incident.
       *[no] It can no longer be reopened. If you need help, file a new incident.
    }
after_closing-final = 🔒 {$who}, {$incident} is closed and continues in {$others}. Please write there, or file a new incident for anything else. The technicians can read what you wrote.
after_closing-triage = 🔒 {$holder}, {$who} has written in the thread of {$incident}, which is closed. Please answer.
after_closing-nobodys = 🔒 {$who} has written in the thread of {$incident}, which is closed and was assigned to nobody. Please answer.
after_closing-until = It can be reopened until {$until}.
after_closing-unanswered = 🔔 { $held ->
        [yes] {$who}, the
       *[no] The
    } customer of {$incident} “{$title}”, which is closed, wrote in its thread ({$since}) and has had no answer since. Please answer.
after_closing-notice = 🔔 The customer of {$incident} “{$title}”, which is closed, wrote in its thread ({$since}) and has had no answer since. { $held ->
        [yes] {$who} had it and has been reminded twice.
       *[no] It was assigned to nobody; the technicians have been reminded twice.
    }
button-file_again = File a new one
verdict-wanted = ⚖️ {$incident} “{$title}” ({$account}) { $outcome ->
        [unresolved] was closed as unresolved
        [withdrawn] was closed before it was solved
       *[other] is closed
    }. Bill it or waive it?
verdict-given = ⚖️ { $verdict ->
        [billed] {$who} has decided to bill {$incident}:
       *[waived] {$who} has decided to waive the charge for {$incident}:
    }
hint-verdict = The customer reads it too.
verdict-nobody = no account
verdict-title = Verdict
verdict-billed = Bill it
verdict-waived = Waive it: no charge
done-verdict = { $verdict ->
        [billed] {$incident} is billed.
       *[waived] {$incident} is waived: there is no charge.
    }
button-verdict = Decide
button-propose_solution = Propose solution
button-close = Close
form-close_incident = Close the incident
button-withdraw = Close my incident
button-reopen = Reopen
form-send = Send
field-solution = Solution
field-outcome = Outcome
field-explanation = Explanation
field-verdict = Verdict
outcome-solved = Solved by the proposed solution
outcome-unresolved = Unresolved: there is no solution
status-solved = ✅ Solved
status-unresolved = ⚪ Unresolved
status-withdrawn = ⚪ Closed before it was solved
status-split = ⚪ Split into {$others}
status-duplicate = ⚪ Duplicate of {$others}
hint-solution = The customer reads it in the thread.
hint-outcome = A solved incident is billed. If it is unresolved, a manager decides.
hint-explanation = The customer reads it. Required if the incident is unresolved.
hint-withdraw = Optional: say why. A manager decides whether it is billed.
hint-reopen = What is still wrong, or wrong again?
how-button = with the button
how-eyes = with :eyes:
how-reply = by answering the customer
how-word = by saying so here
how-triage_reply = by writing here
remark-said = 💬 {$who} in the customer’s thread:
remark-edited = (edited)
remark-deleted = (deleted)
remark-wordless = (no text: see the customer’s thread)
reply-said = *{$who}:*
reply-noted = 📤 Sent to the customer by {$who} ({$when}):
reply-about = {$incident} “{$title}”: this will be posted in the customer’s thread.
reply-customer_left = ⚠️ {$who} has left this Slack workspace and will not see it.
reply-files = Files attached to the message are not sent. Please add them to the customer’s thread yourself.
button-reply = Reply to customer
field-reply = Your reply
field-reply_continued = Your reply, part {$part}
field-prepared_answer = Prepared answer
placeholder-prepared_answer = Choose one
hint-prepared_answer = It is put below what you have typed, in the customer’s language. Edit it before you send.
refusal-answer_does_not_fit = The prepared answer does not fit below what you have typed: together they are too long by {$excess} characters. Please shorten your text, then choose the answer again.
hint-reply = The customer reads it under your name. Everything else in the triage thread stays private.

## Scope, split and duplicates

button-propose_scope = Propose scope
button-amend_scope = Amend
button-agree_scope = Agree
field-scope = Scope
hint-scope = What the problem is, and what is not part of it. The other side agrees to it or amends it.
scope-proposed = 📐 {$who} has proposed a scope for {$incident} (version {$version}):
scope-amended = 📐 {$who} has amended the scope of {$incident} (version {$version}):
scope-agreed = 🤝 {$who} has agreed to version {$version} of the scope of {$incident}.
closed-scope = Agreed scope (version {$version}, agreed by {$who}):
card-agreed_scope = Agreed scope
card-scope_agreed = version {$version}, agreed by {$who}
card-scope_proposed = Version {$version} of the scope has been proposed but not agreed yet.
card-follows = Follows {$incident}, which was closed
card-split_from = Split from {$parent}
refusal-outdated_scope = { $version ->
        [0] A scope has been proposed in the meantime: version {$newest}, in the thread. Please start from that one.
       *[other] Version {$version} of the scope has been replaced by version {$newest}. Please look at version {$newest}, in the thread.
    }
refusal-same_scope = This is word for word the same as version {$version}. Please change it, or cancel.
refusal-own_wording = { $side ->
        [customer] This is the customer’s own proposal for {$incident}: a technician must agree to it.
       *[technician] This is the technicians’ own proposal for {$incident}: somebody else, on the customer’s side, must agree to it.
    }
refusal-already_agreed = {$who} has already agreed to version {$version} of the scope ({$when}).
refusal-goes_on_elsewhere = { $outcome ->
        [split] {$incident} was split into other incidents and cannot be changed or reopened. Please continue in those, or file a new incident.
       *[duplicate] {$incident} is a duplicate of another incident and cannot be changed or reopened. Please continue in the other one, or file a new incident.
    }
button-propose_split = Split
button-agree_split = Agree to split
button-decline_split = Decline
field-children = Incidents
hint-children = One incident per line, or after a semicolon: the severity, then the title, for example “B Emails do not arrive; C The calendar is empty”. From 2 to {$most} incidents.
split-cost = The first one uses the prepaid incident of {$incident}; each further one uses 1 more. { $left ->
        [0] The account’s packs have none left, so it cannot be split now.
       *[other] The account’s packs have {$left} left.
    }
split-cost_of = • Split into {$count}: uses {$more} more, leaves {$after}
split-alone = Each of them is charged individually.
split-proposed = ✂️ {$who} has proposed to split {$incident} into {$count} incidents:
split-price = This uses { $more ->
        [one] 1 more prepaid incident
       *[other] {$more} more prepaid incidents
    } from the account’s packs and leaves { $left ->
        [0] none
       *[other] {$left}
    }.
split-clock = Nothing is deducted until you agree. Each incident then gets its own thread and its own response time, counted from your agreement.
split-declined = ✂️ {$who} has declined the split: {$incident} stays one incident.
joined = ➕ {$who} has the same problem as {$incident}: *{$title}*
similar-found = 🔎 Similar to {$incident}: {$others}
similar-told = *{$incident}* { $has_account ->
        [yes] {$title} ({$account})
       *[no] {$title}
    } · {$status} · filed {$filed}
similar-solution = Solution: {$text}
similar-explanation = Why it was closed: {$text}
duplicate-closed = 🔗 {$other} is closed: it is a duplicate of {$incident}.
refusal-wrong_line = Line {$line} must begin with a severity (A, B or C) followed by a title, for example “B Emails do not arrive”.
refusal-line_too_long = The title in line {$line} is {$length} characters long; the limit is {$limit}. Please shorten it by {$excess}.
refusal-wrong_count = { $count ->
        [0] No incident was entered.
        [one] Only one incident was entered.
       *[other] {$count} incidents were entered.
    } Please enter {$fewest} to {$most}, one per line.
refusal-units_missing = Splitting {$incident} uses { $more ->
        [one] 1 more prepaid incident
       *[other] {$more} more prepaid incidents
    }, and the account’s packs have { $left ->
        [0] none left
       *[other] only {$left} left
    }. Nothing was changed. Please buy or claim a pack first, or split it into fewer.
refusal-split_decided = { $state ->
        [replaced] This proposal has been replaced by a newer one. Please look at that one, in the thread.
        [declined] {$who} has already declined this split ({$when}).
       *[agreed] {$who} has already agreed to this split ({$when}).
    }
button-mark_duplicate = Mark as duplicate
field-duplicate_of = Duplicate of
hint-duplicate_of = The number of the incident about the same problem, for example INC-42. This one will be closed without charge.
refusal-no_incident_number = Please enter the number of an incident, for example INC-42.
refusal-duplicate_of_itself = This is {$incident} itself. Please enter the number of the other incident.
refusal-unknown_original = This incident cannot be a duplicate of {$incident}. Please enter an incident of the same account that you can see.
refusal-original_is_duplicate = {$incident} is itself a duplicate of {$other}. Please enter {$other}.
refusal-original_is_split = {$incident} was split into {$others}. Please enter one of those.
reason-split = moved by a split
reason-duplicate = duplicate of another incident

## Everything that can be done: *More…* on a card

button-open = Open
button-more = More…
acts-title = What you can do
acts-answer = Answer the customer
acts-understand = Agree on what the problem is
acts-organise = Who has it, and how urgent it is
acts-end = Close it, and what follows
act-acknowledge = Acknowledge
act-reply_to_customer = Reply to the customer
act-propose_solution = Propose a solution
act-propose_scope = Propose a scope
act-agree_scope = Agree to the proposed scope
act-amend_scope = Amend the scope
act-propose_split = Split into several incidents
act-agree_split = Agree to the proposed split
act-decline_split = Decline the proposed split
act-edit = Edit title, description, product, cover or contacts
act-mark_duplicate = Mark as duplicate
act-assign = Assign to a technician
act-take_over = Take over
act-give_back = Give back
act-move_to_desk = Move to another desk
act-snooze_update = Snooze the reminder to update the customer
act-change_severity = Change severity
act-wait_for_customer = Waiting for the customer
act-end_waiting = No longer waiting for the customer
act-mark_unreachable = Customer not reachable
act-mark_reachable = The customer can be reached
act-solve = Close as solved
act-give_up = Close as unresolved
act-close_unanswered = Close as withdrawn: the customer does not answer
act-withdraw = Close my incident
act-reopen = Reopen
act-give_verdict = Decide whether it is billed
act-answer_survey = Answer the survey
confirm-acknowledge = You acknowledge {$incident}: the customer is told who has it, and the reminders stop.
confirm-agree_scope = You agree to this scope of {$incident}:
confirm-agree_split = You agree to split {$incident} into these incidents:
confirm-decline_split = {$incident} stays one incident. This split was proposed:
confirm-take_over = {$who} has {$incident} now. It becomes yours.
confirm-wait_for_customer = The customer is asked in the thread of {$incident} and reminded twice; reminders to update them are paused until they write. The clock of the initial response is never paused.
confirm-end_waiting = {$incident} is our turn again: the reminders to update the customer start anew.
confirm-mark_reachable = Somebody can be reached about {$incident}, so it stays covered around the clock.
snooze-title = Snooze the reminder
field-length = For how long?
refused-title = Not possible
refusal-nothing_possible = There is nothing you can do with {$incident} at the moment.
refusal-nothing_proposed = Nothing is proposed for {$incident} at the moment.

## Who has it, and what the customer hears

card-assigned_to = Assigned to
card-on_call = On call
button-assign_incident = Assign
button-move_to_desk = Move to another desk
button-give_back = Give back
button-take_over = Take over
field-technician = Technician
field-desk = Desk
field-note = Handover note
hint-moved = Only technicians read it, in the triage thread of the other desk. The time to the deadline goes on.
hint-given_back = Only technicians read it, in the triage thread. The customer is told that the incident is waiting for a technician again.
hint-note = Only technicians read it, in the triage thread.
assigned-triage = 👤 {$who}, {$by} has assigned {$incident} to you.
taken_over-triage = 👤 {$who} has taken over {$incident} from {$former}.
taken-triage = 👤 {$who} has assigned {$incident} to themselves.
assigned-customer = 👤 {$who} is now looking after {$incident} and will answer in this thread.
assigned-left = {$who} is no longer a technician here: please assign {$incident} to somebody else.
button-wait_for_customer = Wait for customer
button-end_waiting = Stop waiting
field-waits = Whose turn is it after this?
waits-tick = Waiting for the customer
hint-waits = Tick this if your reply asks for something. The customer is reminded twice, and you need not send updates meanwhile.
waiting-customer = ⏸️ {$customer}, {$who} is waiting for your answer to go on with {$incident}. Please write in this thread.
waiting-triage = ⏸️ {$who} is waiting for the customer of {$incident}. The reminders to update the customer are paused until they write.
waiting-reminder = ⏸️ {$customer}, we have been waiting for your answer since {$since} to go on with {$incident}. Please write in this thread. { $step ->
        [1] {""}
       *[other] This is the last reminder.
    }
waiting-over = ⏸️ {$who}, the customer of {$incident} has not answered since {$since} and was reminded twice. You can close it; the reason is filled in.
waiting-reason = We asked for an answer ({$since}) and reminded you of it twice ({$first}; {$second}). As there was none, we have closed this incident.
waited = ⏱️ Waited for us: {$us}. Waited for the customer: {$customer}.
outcome-withdrawn = Withdrawn: the customer does not answer
refusal-already_waiting = We have been waiting for the customer of {$incident} since {$since}.
refusal-not_waiting = We are not waiting for the customer of {$incident}.
refusal-not_unanswered = {$incident} can only be closed as withdrawn once its customer has been reminded twice and has not answered. Please choose “Unresolved” and explain it.
update-wanted = 🔔 {$who}, the customer of {$incident} has not heard from us since {$since}. Please tell them how things stand.
update-wanted-again = 🔔 {$who}, the customer of {$incident} has still not heard from us since {$since} (reminder {$step} of {$steps}). Please tell them how things stand.
digest-title = 🗂️ { $count ->
        [one] One of your severity C incidents has stood still for a week:
       *[other] {$count} of your severity C incidents have stood still for a week:
    }
digest-unheard = 🗂️ { $count ->
        [one] A severity C incident assigned to {$who} has stood still for a week, and {$who} cannot be told. Please take it over or assign it:
       *[other] {$count} severity C incidents assigned to {$who} have stood still for a week, and {$who} cannot be told. Please take them over or assign them:
    }
digest-line = • {$incident} “{$title}” ({$account}): nothing since {$since}{ $waits ->
        [yes] ; waiting for the customer’s answer
       *[no] {""}
    }
digest-more = { $count ->
        [one] … and one more
       *[other] … and {$count} more
    }
digest-hint = Tell the customer how things stand, hand it over, or close it. This list comes once a week.
update-notice = 🔔 The customer of {$incident} “{$title}” (severity {$severity}) has not heard from us since {$since}. {$who} has it and has been reminded twice.
update-snoozed = 💤 {$who} has snoozed the reminder about {$incident} until {$until}.
snooze-hour = Snooze 1 h
snooze-next_day = Snooze to next business day
snooze-two_days = Snooze 2 business days
refusal-no_other_desk = There is only one desk here.
refusal-no_such_desk = This desk is gone from the policy. Please choose another one.
refusal-at_that_desk = {$incident} is at this desk already.
refusal-chosen_not_technician = {$who} is not one of the technicians of this incident, who are members of its triage channel. Please choose somebody who is.
refusal-has_it_already = {$incident} is already assigned to {$who}. Please choose somebody else.
refusal-yours_already = {$incident} is already assigned to you.
refusal-not_with_you = {$who} has {$incident}. Only {$who} or a manager can give it back.
refusal-taken_meanwhile = {$who} has taken over {$incident} in the meantime. If you still want to take it over, please use the button on the updated card.
refusal-nothing_to_put_off = {$incident} has no reminder to snooze.

## What the managers are told about Guichet itself

managers-none = ⚠️ No manager is told of this: MANAGERS names nobody. Please ask whoever runs Guichet to name one.
managers-lost = ⚠️ No manager is told of this: MANAGERS names only {$managers}, who cannot read messages in Slack. Please ask whoever runs Guichet to correct it.
managers-lost_desk = ⚠️ No manager is told of this: {$managers}, whom POLICY_FILE names for this desk or MANAGERS for all, cannot read messages in Slack. Please ask whoever runs Guichet to correct it.
trouble-manager = 🩺 MANAGERS names `{$who}`, { $state ->
        [deactivated] whose account in Slack is deactivated
        [bot] who is an app
        [unknown] whom Slack does not know
       *[elsewhere] who belongs to another workspace, where Guichet’s commands and buttons do not work
    }. Please ask whoever runs Guichet to correct this setting.
trouble-desk_manager = 🩺 A desk in POLICY_FILE names `{$who}` as a manager, { $state ->
        [deactivated] whose account in Slack is deactivated
        [bot] who is an app
        [unknown] whom Slack does not know
       *[elsewhere] who belongs to another workspace, where Guichet’s commands and buttons do not work
    }. Please ask whoever runs Guichet to correct this setting.
trouble-no_manager = 🩺 MANAGERS names nobody: nobody decides what is billed, or is told of missed deadlines. Please ask whoever runs Guichet to name a manager.
trouble-unheard = 🩺 { $what ->
    [claim] Somebody has claimed a pack and is waiting for a decision
   *[certificate] A tax exemption certificate is about to expire
}, but no manager can be reached. Please ask whoever runs Guichet to name a manager in MANAGERS who uses Slack.
trouble-reminder_missing = 🩺 {$incident} had lost a reminder ({$what}). It has been restored.
trouble-overdue = 🩺 { $count ->
        [one] 1 message is
       *[other] {$count} messages are
    } more than two minutes late, the oldest since {$since}. `guichet doctor` says why.
trouble-stuck = 🩺 { $count ->
        [one] 1 message was stuck in delivery for more than ten minutes. It has
       *[other] {$count} messages were stuck in delivery for more than ten minutes. They have
    } been put back in the queue.
trouble-held_up = 🩺 { $error ->
        [not_taken] A service outside Slack does not take
       *[other] Slack refuses
    } { $count ->
        [one] 1 message
       *[other] {$count} messages
    } ({$error}). { $error ->
        [not_taken] `guichet escalate --test` shows which one
       *[other] Fix it in Slack
    }; `guichet outbox retry` then tries again at once.
trouble-unreachable = 🩺 Slack takes no direct message to `{$who}`, and there is no channel in which they could be told what became of the claim of the pack {$number}. Please tell them.
trouble-triage_id = 🩺 Slack has given the triage channel another id. Guichet has followed; please have the setting changed before the next start: TRIAGE_CHANNEL=`{$channel}` (it was `{$former}`).
trouble-desk_id = 🩺 Slack has given the triage channel of the desk {$desk} another id. Guichet has followed; please have POLICY_FILE changed before the next start: triage_channel = "{$channel}" (it was "{$former}").
trouble-left = 🩺 Guichet is not in the channel `{$channel}`, and what is due there cannot be posted. Please have /invite @Guichet typed there.
trouble-unshared = 🩺 The channel `{$channel}` is no longer shared with another organisation: customers of that organisation read nothing there any more. { $count ->
        [0] No open incidents are concerned.
       *[other] Please reach them in another way about what is open ({$incident}).
    } To serve them again, have the channel shared again.
trouble-set_aside = 🩺 Guichet failed again and again at {$task} for {$subject} ({$cause}) and has set it aside; everything else goes on. Please report it; `guichet outbox retry` tries it again.
trouble-silent = 🩺 No connection to Slack for more than a minute: commands and buttons will not work until it is back.
trouble-other_installation = 🩺 Another Guichet, with another database ({$identity}), uses the same Slack app. Slack gives each of them a part of what happens, so buttons and answers get lost: stop one of them, or give it an app of its own.
trouble-other_connection = 🩺 Slack counts {$connections} connections of this app, and only {$ours} belong to this database. Another program uses the same app token, so buttons and answers get lost: stop it, or give it an app of its own.
database_gone-saved = 🚨 Guichet has lost its database and is stopping: {$what}. Nothing sent since then was confirmed. What it held was saved in `{$copy}`: put that or a backup in its place, and start Guichet again.
database_gone-unsaved = 🚨 Guichet has lost its database and is stopping: {$what}. Nothing sent since then was confirmed. What it held could not be saved: put a backup in its place, and start Guichet again.

## Commands

# What people write besides the words of the commands: to file something, to see their incidents or packs, to ask what
# the FAQ answers besides its own questions, and before the number of an incident.
asked-file = incident, an incident, new incident, open an incident, create an incident, report an incident, i want to file an incident, i would like to file an incident, i’d like to file an incident, file this, file it, file that, ticket, a ticket, new ticket, file a ticket, open a ticket, create a ticket, i want to open a ticket, i would like to open a ticket, how do i file an incident, how can i file an incident, how to file an incident, how do i open a ticket, how can i open a ticket, how to open a ticket, i need help, i need some help, we need help, i need support, we need support, i need assistance, i have a problem, we have a problem, i have an issue, we have an issue, urgent, it is urgent, it’s urgent, this is urgent, very urgent, is anyone there, is anybody there, anyone there, anybody there, can anyone help, can anyone help me, can somebody help me, call me, i want to talk to a human, i want to speak to a human, talk to a human, speak to a human, i want to talk to somebody, i want to speak to somebody
asked-list = incidents, my incidents, open incidents, our open incidents, my open incidents, list incidents, list our incidents, list my incidents, show incidents, show our incidents, show my incidents, show our open incidents, show me our incidents, show me my incidents, show me our open incidents, our tickets, my tickets, open tickets, our open tickets, my open tickets, list tickets, list our tickets, show tickets, show our tickets, show my tickets, what are our incidents, what are our open incidents, what are my incidents, which incidents are open, any open incidents, is anything open, what is open, what’s open
asked-packs = our packs, my packs, list packs, list our packs, show our packs, show packs, how many packs do we have, how many packs do we have left, how many packs are left, how many incidents do we have left, how many incidents are left, how many do we have left, our balance, what is our balance, what’s our balance
asked-faq = opening hours, your opening hours, what are your opening hours, business hours, what are your business hours, when are you open, are you open, are you open now, response times, what are your response times, how fast do you respond, how fast do you answer, how soon do you answer, which severity should i choose, what do the severities mean, what does severity a mean, what does severity b mean, what does severity c mean, what does an incident cost, how much does an incident cost
asked-show = status of, the status of, what is the status of, what’s the status of, what about, where is, how is, how is it going with, news on, any news on, any news about, news about, update on, any update on, i want to close, i would like to close, i’d like to close, we want to close, i want to reopen, i would like to reopen, i’d like to reopen, we want to reopen
asked-article = the, this, that, my, our
# The same for another severity, and what may then follow the number.
asked-severity = change severity of, change the severity of, raise severity of, raise the severity of, lower the severity of, set the severity of, i want to change the severity of
asked-to_severity = to a, to b, to c, to severity a, to severity b, to severity c

# Words that may follow /incident, whatever the language of who types them; the help below names the first.
command-help = help, ?
# Who may be named behind it.
help-whom = me, us
command-list = list
command-search = search
command-show = show
command-explain = explain
command-verdicts = verdicts
command-packs = packs
command-products = products
command-faq = faq, questions
command-claim = claim
command-admin = admin
command-counter = counter
help = *What I can do*
    • `/incident`: file an incident
    • `/incident list`: your open incidents; also `list mine`, `list unassigned`, `list waiting`, `list closed` or `list all`, followed by an account’s code, words to look for, or both
    • `/incident search printer`: incidents with these words in their titles, descriptions, messages or solutions
    • `/incident show INC-42`: one incident and its history
    • `/incident explain INC-42`: how its deadline was calculated
    • `/incident packs`: your prepaid packs and how they were used
    • `/incident products mail`: how long products with that name are supported
    • `/incident faq`: answers to common questions, for example `/incident faq packs`
    • `/incident claim`: claim a pack by its order confirmation number
    • `/incident verdicts`: for managers, the incidents to bill or waive
    • `/incident admin`: for managers, packs, accounts, members, products and tax exemption
    • `/incident counter`: for technicians, put buttons for all of this into a customer’s channel
    • `/incident help`: this list
    You can also file from any message: its menu has “File as an incident”. In a triage thread, technicians also find “Send to customer” there.
# What may follow "list", whatever the language of who types it.
list_name-open = open
list_name-mine = mine, my own
list_name-unassigned = unassigned
list_name-waiting = waiting, waiting for customer
list_name-closed = closed
list_name-all = all
list_title-open = *Open incidents*: {$count}
list_title-mine = *Your open incidents*: {$count}
list_title-unassigned = *Unassigned open incidents*: {$count}
list_title-waiting = *Incidents waiting for the customer*: {$count}
list_title-closed = *Closed incidents*: {$count}
list_title-all = *All incidents*: {$count}
list_title-found = *Incidents found*: {$count}
list-count-many = more than {$count}
list-typed = “{$typed}”
list_none-open = There are no open incidents. Type /incident to file one.
list_none-mine = You have no open incidents.
list_none-unassigned = Every open incident is assigned to somebody.
list_none-waiting = No incident is waiting for the customer.
list_none-closed = No incident has been closed yet.
list_none-all = There are no incidents yet. Type /incident to file one.
list_none-account = {$account} has no such incident.
list_none-words = No incident found for “{$typed}”. Each word must occur in the title, the description, a message or a solution: try fewer words, or others.
list_none-elsewhere = This list alone was searched: /incident search looks in all incidents.
list-cut = Very many incidents contain these words; only the newest {$count} were searched. Add a word to narrow it down.
button-list_previous = Previous
button-list_next = Next
list-line = *{$incident}* · {$severity} · {$title}: {$status} · {$deadline}
list-more = … and {$count} more.
list-many = … and more than {$count} more.
history-title = *History*
history-earlier = { $count ->
        [one] … 1 earlier entry
       *[other] … {$count} earlier entries
    }
history-line = • {$at} · {$what}
history-guichet = Guichet
event-open_incident = {$who} filed it with severity {$severity}; the initial response was due by {$deadline_at}.
event-acknowledge_incident = {$who} acknowledged it { $how ->
        [button] with the button
        [eyes] with :eyes:
        [reply] by answering the customer
        [word] by saying so in the triage thread
       *[triage_reply] by writing in the triage thread
    }.
event-acknowledge_incident_kept = {$who} acknowledged it { $how ->
        [button] with the button
        [eyes] with :eyes:
        [reply] by answering the customer
        [word] by saying so in the triage thread
       *[triage_reply] by writing in the triage thread
    }, {$margin} before the deadline, {$deadline_at}.
event-acknowledge_incident_missed = {$who} acknowledged it { $how ->
        [button] with the button
        [eyes] with :eyes:
        [reply] by answering the customer
        [word] by saying so in the triage thread
       *[triage_reply] by writing in the triage thread
    }, late by {$margin}: the deadline was {$deadline_at}.
event-propose_solution = {$who} proposed a solution.
event-assign_incident = {$who} assigned it to {$assigned_to}.
event-take_over = {$who} took it over.
event-give_back = {$who} gave it back: it was waiting for a technician again.
event-move_to_desk = {$who} moved it to the desk “{$desk}”.
event-move_to_first_desk = {$who} moved it to the first desk.
event-snooze_update = {$who} snoozed the reminder to update the customer.
event-change_severity = {$who} changed the severity from {$before_severity} to {$severity}. The deadline moved from {$before_deadline_at} to {$deadline_at}. Reason: “{$reason}”
event-change_severity_answered = {$who} changed the severity from {$before_severity} to {$severity}. We had already responded, so the deadline stayed {$deadline_at}. Reason: “{$reason}”
event-edit_incident = {$who} edited it. {$changes}
event-wait_for_customer = {$who} began to wait for the customer’s answer.
event-end_waiting = {$who} ended the wait for the customer’s answer.
event-mark_unreachable = {$who} could not reach any of the contacts.
event-mark_reachable = {$who} answered that they can be reached.
event-fall_back_cover = The cover fell back to business hours.
event-propose_scope = {$who} proposed version {$scope} of the scope.
event-amend_scope = {$who} amended the scope: version {$scope}.
event-agree_scope = {$who} agreed to version {$scope} of the scope.
event-propose_split = {$who} proposed to split it.
event-agree_split = {$who} agreed to split it.
event-decline_split = {$who} declined to split it.
event-mark_duplicate = {$who} marked it as a duplicate.
event-move_unit = Its prepaid incident moved to {$moved_to}.
event-close_incident = {$who} closed it { $outcome ->
        [solved] as solved
        [unresolved] as unresolved
        [split] after the split
        [duplicate] as a duplicate
       *[withdrawn] before it was solved
    }.
event-reopen_incident = {$who} reopened it: “{$reason}”
event-join_incident = {$who} joined it with the same problem: “{$title}”
event-follow_up = {$who} filed it as a follow-up to {$follows}.
event-ask_for_verdict = The managers were asked whether to bill or waive it.
event-settle_unit = {$who} billed it.
event-release_unit = {$who} waived the charge.
event-expire_packs = Its pack expired.
event-move_to_direct_message = Guichet can no longer write where it was filed: the customer now reads its messages directly.
event-reply_to_customer = {$who} replied to the customer.
event-edit_remark = {$who} changed a message.
event-delete_remark = A message from {$who} was deleted.
event-answer_survey = {$who} answered the survey.
verdicts-title = { $count ->
        [one] *1 incident is waiting for a verdict*
       *[other] *{$count} incidents are waiting for a verdict*
    }
verdicts-title_many = *More than {$count} incidents are waiting for a verdict*
verdicts-none = No incidents are waiting for a verdict.
explain-title = *How the deadline of {$incident} was calculated*
explain-start = Filed {$filed}. Severity {$severity} promises an initial response within {$target}.
explain-always = The clock runs day and night.
explain-calendar = Counted in the business hours of the calendar, time zone {$zone}.
explain-open = • {$day}, {$start} to {$end}: {$counted} counted, {$left} left
explain-open_last = • {$day}, {$start} to {$end}: {$counted} counted, and the time is up
explain-holiday = • {$date}: closed, public holiday
explain-closed = • {$date}: closed
explain-more = • … and so on, day by day
explain-result = *Deadline: {$deadline}*

## What incidents are about

# What incidents are about, to find similar ones: words without accents, all forms of one meaning in a line. Not looked at
# are common words, words for not working, and words for any machine.
keywords-ignored = a about after again all also always am an and any are aren as ask asks at bad be because been before but by can cannot client clients could customer customers day days did didn do does doesn doing don done down each ever every everybody everyone find finds for found friday from get gets getting give go goes going gone had happen happens has have help her here him his hour hours how i if in into is isn issue issues it its just keep keeps kept last let like line lines longer look make makes many me message messages minute minutes monday month more morning much must my need needed needs never new next night nightly no nobody none not nothing now of off often on once one only or our out over own please possible problem problems repeatedly result results return returned returns saturday says seems send sends sent several shall she should show shows since so some somebody someone something still stop stopped stops such sunday tell than that the their them then there these they thing this those through thursday time times to today tonight too trouble try trying tuesday up urgent urgently us use user users using very via visible was we wednesday week weeks well were what when where which while who whole why will with without won work worked working works would yesterday yet you your zero
keywords-broken = cut disconnect disconnected disconnecting disconnects drop dropped drops freeze freezes frozen hang hangs interrupted interruption stuck unresponsive broken break breaks crashed dead defect defective error errors fail failed failing fails failure faulty fault hs impossible kaputt offline outage problem reachable unreachable unavailable unusable
keywords-machine = app application applications machine program programme server servers service services software system systems
keywords-mail = mail mails email emails e mailserver smtp imap exchange inbox
keywords-mailbox = mailbox mailboxes
keywords-printer = printer printers print prints printed printing printout
keywords-password = password passwords passcode pwd
keywords-login = login logins log logon logged logging sign signin connect connection connections
keywords-slow = slow slower slowly slowness sluggish lag lags laggy performance
keywords-crash = crash crashes crashing
keywords-restart = restart restarts reboot reboots rebooting rebooted restarting
keywords-start = start starts starting startup boot boots booting launch launches
keywords-expired = expire expired expires expiry
keywords-full = full space
keywords-lost = lost lose loses missing disappeared vanished
keywords-network = network networks lan
keywords-internet = internet web
keywords-wifi = wifi wi fi wireless wlan
keywords-phone = phone phones telephone telephones telephony
keywords-screen = screen screens monitor monitors display displays
keywords-keyboard = keyboard keyboards
keywords-computer = computer computers pc pcs workstation workstations desktop
keywords-laptop = laptop laptops notebook
keywords-website = website websites site sites homepage
keywords-database = database databases db
keywords-backup = backup backups
keywords-drive = drive drives share shares shared
keywords-disk = disk disks
keywords-file = file files folder folders
keywords-document = document documents
keywords-attachment = attachment attachments attached
keywords-access = access accesses permission permissions rights
keywords-account = account accounts
keywords-invoice = invoice invoices bill bills billing
keywords-order = order orders
keywords-report = report reports
keywords-payroll = payroll salary salaries
keywords-calendar = calendar calendars
keywords-appointment = appointment appointments
keywords-call = call calls meeting meetings conference conferences
keywords-room = room rooms
keywords-office = office offices
keywords-floor = floor floors
keywords-building = building buildings
keywords-sound = sound audio hear microphone
keywords-picture = picture pictures image images video
keywords-certificate = certificate certificates cert
keywords-licence = licence license licences licenses
keywords-update = refreshed refresh outdated update updates updated upgrade upgrades
keywords-sync = sync syncs synced synchronise synchronize synchronisation synchronization
keywords-scan = scanner scanners scan scans scanned
keywords-export = export exports exported exporting
keywords-import = import imports imported importing
keywords-page = page pages
keywords-button = button buttons
keywords-open = open opens opened opening
keywords-wrong = wrong false incorrect incorrectly
keywords-node = node nodes
keywords-code = code codes
keywords-authentication = authentication mfa 2fa factor
keywords-refused = refuse refuses refused reject rejects rejected accept accepted denied deny invalid
keywords-1 = first 1st
keywords-2 = second 2nd two
keywords-3 = third 3rd three
keywords-4 = fourth 4th four
keywords-5 = fifth 5th five
keywords-pay = pay pays payment payments paid paying

## Corrections

button-edit = Edit
edited = ✏️ {$who} has edited {$incident}:
edited-line = {$field}: {$before} → {$after}
edited-file = {$field}: added {$file}
edited-hidden = {$field}: changed
edited-nothing = (empty)
edited-quoted = “{$text}”
edit-meanwhile = ✏️ While you had this form open, {$who} edited the incident:
edit-kept = Your own changes have not been saved yet. Below, what you had typed stands beside what is new. Please check it, and save again.
refusal-nothing_changed = Nothing has been changed. Please correct something, or cancel.
refusal-edited_meanwhile = Somebody else has edited {$incident} in the meantime. Please open the form again.

## A change of severity, and 24x7 duty

button-change_severity = Change severity
form-change = Change
hint-change_severity = The promised time counts from when it was filed, not from now.
hint-change_reason = Both sides read it in the thread.
refusal-same_severity = {$incident} already has severity {$severity}. Please choose another one, or cancel.
severity-changed = 🔀 {$who} has changed the severity of {$incident} from {$before} to {$after}.
severity-moved = The initial response is now due by {$new} instead of {$old}: {$target} after filing instead of {$previous}.
severity-passed = That time has already passed.
severity-answered = We have already responded: the deadline, {$deadline}, stays as it was.
explain-changes = { $count ->
        [one] 1 earlier change is not shown.
       *[other] {$count} earlier changes are not shown.
    }
explain-earlier = • Severity {$severity} ({$cover}): initial response within {$target}, by {$deadline}.
explain-changed = {$when}: {$who} changed the severity to {$severity}: “{$reason}”
explain-fell_back = {$when}: nobody could be reached, so the cover fell back to business hours.
explain-cover_changed = {$when}: {$who} changed the cover to {$cover}.
explain-answered = We responded before the severity became {$severity}, so this deadline counts.
button-mark_unreachable = Customer not reachable
unreachable-title = Not reachable
field-tried = What was tried
hint-tried = Only technicians read it. The customer is asked in their thread.
refusal-nobody_on_duty = {$incident} is covered in business hours only, so nobody has to be reachable around the clock.
refusal-already_asked = The customer of {$incident} has already been asked, and still has time to answer.
refusal-not_asked = No answer is awaited on {$incident} any more.
unreachable-customer = 📵 {$customer}, {$who} tried to reach the contacts of {$incident} without success ({$when}). Please press the button or write here. Without an answer by {$until}, the 24x7 cover falls back to business hours.
unreachable-triage = 📵 {$who} could not reach any of the contacts of {$incident} ({$when}). The customer has been asked. Without an answer by {$until}, the 24x7 cover falls back to business hours. What was tried:
button-reachable = I can be reached
reachable = 📞 {$who} can be reached about {$incident}: it stays covered around the clock.
cover-fell_back = 🌙 Nobody could be reached about {$incident}, and nobody answered within {$within}: from now on it is worked on in business hours. The deadline for the initial response stays as it is.
card-unreachable = 📵 *Contacts not reachable* since {$when}. Without an answer by {$until}, the cover falls back to business hours.

## Packs and products

packs-title = *Packs of prepaid incidents*
packs-none = No packs: {$account}.
packs-no_account = You do not belong to an account here. To use a prepaid pack, type /incident claim followed by its order confirmation number, or ask {$managers}.
packs-which_account = You do not belong to an account yourself. Please give the code of one, for example: /incident packs ACME
packs-pack = *Pack {$pack}* of {$account}
packs-size = Incidents bought
packs-left = Left
packs-used = Used
packs-reserved = Reserved
packs-rest = Expired or corrected
packs-bought = Bought on
packs-expires = Expires on
packs-expired = {$date}: it has expired
packs-earlier = { $count ->
        [one] … and 1 earlier entry
       *[other] … and {$count} earlier entries
    }
expires-filing = {$date}: incidents must be filed before that day
expires-closing = {$date}: incidents must be closed before that day
must-filing = Incidents must be filed before that day.
must-closing = Incidents must be closed before that day.
ledger-granted = granted
ledger-reserved = reserved
ledger-settled = settled
ledger-released = released
ledger-expired = expired
ledger-adjusted = adjusted
actor-guichet = Guichet
actor-import = an import
reason-expired = not closed before the pack expired
low-balance = 🪫 { $left ->
        [0] No prepaid incidents are
        [one] 1 prepaid incident is
       *[other] {$left} prepaid incidents are
    } left of {$size} in the pack {$pack} of {$account}, which expires on {$date}.
expiry-notice = ⌛ The pack {$pack} of {$account} expires { $days ->
        [one] tomorrow
       *[other] in {$days} days
    }, on {$date}, with { $left ->
        [one] 1 incident
       *[other] {$left} incidents
    } left. {$must}
certificate-notice = 📄 The tax exemption certificate {$number} ({$country}) of {$account} expires soon: {$date} is its last day. Please ask for a new one.
certificate-ended = 📄 The tax exemption certificate {$number} ({$country}) of {$account} has expired: {$date} was its last day. Please ask for a new one.
products-title = *Products*
products-none = The catalogue is empty.
products-not_found = No product matches “{$typed}”. /incident products shows all of them.
products-line = *{$product}*: {$status}
stage-mainstream = mainstream support until {$date}
stage-extended = extended support until {$date}
stage-supported = supported until {$date}
stage-ended = support ended on {$date}
stage-unknown = end of support not known

## What is said to Guichet: mentions, direct messages, reactions

# What accepts an offer, written in its thread.
offer-yes = yes, yep, yeah, sure, sure thing, of course, absolutely, definitely, go, go ahead, go for it, do it, do so, please do, file it, file, file now, file it now, confirm, confirmed, i confirm, yup, y, correct, that is right, that’s right, exactly
# What accepts it too, and is also said to each other.
offer-assent = ok, okay, sounds good, looks good, that’s fine, that is fine, agreed, i agree, approved
# What takes it back.
offer-no = no, nope, nah, cancel, cancel it, cancel that, don’t, do not, don’t do it, do not do it, don’t file it, do not file it, not now, not needed, never mind, nevermind, forget it, drop it, stop, no need, not needed any more, already fixed, it is fixed, it’s fixed, already solved, solved already, n
# What a longer answer begins with that is worth a hint.
offer-opening = yes, yep, yeah, yup
# What may stand beside an answer; “ok, thanks” is none.
offer-please = please, pls, plz
offer-thanks = thanks, thank you, thanks a lot, many thanks, thank you very much, thx
# What may stand before the letter of a severity, besides those words.
offer-severity = with severity, as severity, with, as
# What accepts it where the offer asks whether it is an incident that there is.
offer-anyway = file anyway, file it anyway
# What stands before the number of an incident in its answer to that.
offer-join = join
offer-reopen = reopen
# What a message may begin with; a command behind it is still one.
greetings = hello, hi, hey, hiya, hello there, hi there, hey there, good morning, good afternoon, good evening
# Whom a greeting may name.
greeted = all, everyone, everybody, team, folks, guichet
# What else may stand before or behind a command.
politeness = kindly, can you, can you please, could you, could you please, thanks so much, thanks very much, thanks in advance, thank you so much, thank you in advance, ty, cheers
# What is answered with the buttons, since nobody wants it filed.
small-talk = test, testing, great, perfect, nice, cool, good, well done, got it, noted, sorry, bye, goodbye, good bye, good night, see you, have a nice day, have a good day, how are you, you’re welcome, are you there, anybody there, is anybody there, for your help, for the help, for the quick help, what can you do, what do you do, who are you, what are you, how do you work, how does it work, how does this work
# What may stand before the letter of a severity.
severity-words = severity, sev
menu = What can I do for you? To file something at once, { $is_private ->
        [yes] write to me what is wrong, for example “B Printers are down since nine”.
       *[no] mention me with what is wrong, for example “@Guichet B Printers are down since nine”.
    }
menu-severity = What is wrong? Write it behind the severity, for example { $is_private ->
        [yes] “{$severity} Printers are down since nine”: I show what I would file, and a “yes” files it.
       *[no] “@Guichet {$severity} Printers are down since nine”: I show what I would file, and a “yes” in the thread files it.
    } Or press the button.
card_mention-command = You asked me: this was not passed on to the technicians of {$incident}.
card_mention-customer = The technicians of {$incident} read what you wrote, like everything in this thread. If it is about another problem, please file it as an incident of its own.
card_mention-technician = The customer of {$incident} reads what you wrote, like everything in this thread. To ask me something alone, mention me with a word of the command, for example “@Guichet help”.
card_mention-triage = What you wrote stays among the technicians: the customer of {$incident} does not read it. To answer them, press *{button-reply}*, or choose “Send to customer” in the message’s menu.
menu-form = Please press the button: Slack only opens a form for a press.
menu-elsewhere = Slack does not let me show you this here without others seeing it. Please ask in the channel of your account, or in a direct message to me.
menu-elsewhere_outside = Slack does not let me show you this here without others seeing it. Please ask in the channel of your account, or ask {$managers}.
menu-too_many = I answer {$limit} messages a minute, and leave what comes after them unanswered. Please wait a minute, then write again what is still unanswered, best in one message, or put {$emoji} on it (once more).
button-ask_file = File an incident
button-ask_list = Our incidents
button-ask_packs = Packs
button-ask_faq = Questions
button-ask_help = Help
button-ask_claim = Claim a pack
button-ask_admin = Administration
offer-question = {$who}, shall I file this as an incident: “{$title}”?
offer-chosen = {$who}, this is what I would file: “{$title}”
offer-for_author = {$who}, {$by} offers to file this as an incident: “{$title}”
offer-again = What was shown before no longer applies: time has passed, another pack would pay, or there is already an incident about it. This is how it stands now.
offer-similar = { $count ->
        [one] Is it {$incidents} again?
       *[other] Is it one of these again: {$incidents}?
    } If so, press its button or write { $is_closed ->
        [yes] “reopen {$example}”
       *[no] “join {$example}”
    }: what you wrote is added there, and nothing is charged. Otherwise it can be filed anyway.
offer-promise = {$severity}: initial response by {$deadline}
offer-how_thread = Choose a severity with a button, or write A, B or C in this thread; { $is_same ->
        [yes] “file anyway B”
       *[no] “yes B”
    } chooses it and files.
offer-how_direct = Choose a severity with a button, or write A, B or C here; { $is_same ->
        [yes] “file anyway B”
       *[no] “yes B”
    } chooses it and files.
offer-by_mention = What is written in this thread goes to the people of its incident. To answer me, press a button, or mention me with your answer: “@Guichet yes B”.
offer-clock = The clock starts when it is filed. { $is_same ->
        [yes] Press *{similar-file}*, or write “file anyway”.
       *[no] Press *{button-offer_file}*, or write “yes”.
    } You can add details in the thread of its card.
offer-text = Severity {$severity}, initial response by {$deadline} if you file it now. {$cost}
offer-text_next = { $is_same ->
        [yes] Write “file anyway” to file it.
       *[no] Write “yes” to file it.
    }
offer-cost_alone = It is charged individually.
offer-cost_account = It is charged individually to {$account}.
offer-cost_unit = It uses one prepaid incident of your account.
offer-cost_pack = {$account}: it uses { $left ->
        [one] the last incident
       *[other] 1 of the {$left} incidents
    } left in the pack {$pack}, which expires on {$until}.
offer-which_account = You belong to several accounts: please choose the one it is for.
offer-which_account_elsewhere = You belong to several accounts: please choose the one it is for in the form.
offer-filed = ✅ {$who}, this was filed as {$incident}. Please go on in the thread of its card.
offer-joined = ➕ {$who}, this was added to {$incident}. Nothing was filed or charged.
offer-taken_back = Your offer has been taken back: nothing was filed, and nothing is charged. { $in_thread ->
        [yes] To have it again, put {$emoji} on the message, or mention me with what is wrong.
       *[no] To have it again, write to me what is wrong.
    }
offer-not_understood = I did not understand that as an answer to the offer, so nothing has been filed. { $is_same ->
        [yes] Write “join {$example}” if it is that again, { $severity ->
            [none] “file anyway B”
           *[other] “file anyway”
        } to file it, or “no” to take the offer back.
       *[no] { $severity ->
            [none] Write A, B or C to choose a severity, “yes B” to choose one and file it, or “no” to take the offer back.
            [B] Write “yes” to file it with severity {$severity}, “yes C” to file it with another one, or “no” to take the offer back.
           *[other] Write “yes” to file it with severity {$severity}, “yes B” to file it with another one, or “no” to take the offer back.
        }
    }
offer-chosen_already = Severity {$severity} is chosen already; nothing has been filed yet. { $is_same ->
        [yes] Write “file anyway” to file it, or “join {$example}” if it is that again.
       *[no] Write “yes” to file it, or “no” to take the offer back.
    }
offer-others = { $is_known ->
        [yes] Somebody else has written in this thread since the offer, so your answer may have been for them: nothing has been done.
       *[no] I cannot see whether your answer was for somebody else in this thread: nothing has been done.
    } If you meant me, { $answer ->
        [yes] press *{button-offer_file}*, or mention me: “@Guichet yes”.
        [yes_severity] press a button of the offer, or mention me: “@Guichet yes B”.
        [anyway] press a button of the offer, or mention me: “@Guichet file anyway”.
        [anyway_severity] press a button of the offer, or mention me: “@Guichet file anyway B”.
        [no] press *{button-offer_take_back}*, or mention me: “@Guichet no”.
       *[other] press a button of the offer, or mention me: “@Guichet {$answer}”.
    }
offer-older = { $became ->
        [used] This has already been filed, as {$incident}.
        [joined] This has already been added to {$incident}.
       *[other] Your last offer has been taken back.
    } An older offer is still open: “{$title}”. Nothing was done with it; to file it or take it back, use its buttons.
offer-edited = ✏️ { $is_joined ->
        [yes] You have changed a message whose words were added to {$incident}.
       *[no] You have changed a message from which {$incident} was filed.
    } The change does not reach {$incident}. { $can_edit ->
        [yes] Please change its title or description with *{button-edit}* on its card.
       *[no] Please write what is new in the thread of its card.
    }
button-offer_form = Fill in the form
button-offer_file = File now
button-offer_take_back = No, thanks
button-offer_severity = Severity {$severity}
counter = 👋 *Support for {$account}*: what can we do for you?
counter-how = You can also mention Guichet with what is wrong, or put {$emoji} on a message: both lead to an incident.
counter-posted = The counter is on its way to the bottom of this channel; an earlier one is removed.
refusal-not_staff = Only technicians and managers can set up a counter.
refusal-no_channel_here = A counter stands in a customer’s channel: please type `/incident counter` there.
refusal-no_account_here = This channel is not tied to an account, so nobody could file at its counter. { $is_manager ->
        [yes] Please tie it to one first: /incident admin, *{act-edit_members}*.
       *[no] Please ask {$managers} to tie it to one first, with /incident admin.
    }
refusal-form_gone = This form is no longer available. Please open a new one and file again.
refusal-closed_meanwhile = {$incident} was closed meanwhile. Please reopen it with the button on its card, or file a new incident.
refusal-offer_used = This has already been filed, as {$incident}. To change or add something, please go on with the buttons on its card, or in its thread.
refusal-offer_joined = This has already been added to {$incident}.
refusal-offer_same_problem = It may be {$incident} again, so nothing has been filed yet. Please write “join {$incident}”, “reopen {$incident}” if it is closed, or “file anyway”.
refusal-offer_taken_back = This offer has been taken back. To file something, please tell me again what is wrong.
refusal-offer_for_others = This was offered to somebody else. To file something yourself, mention me with what is wrong.
refusal-offer_button = Nothing was filed: this is offered to somebody else, whose “yes” counts here. Press *{button-offer_file}* to file it on the customer’s behalf, once a severity is chosen.
refusal-offer_severity = Please choose a severity first: A, B or C.
refusal-author_of_no_account = Nothing was filed or offered: {$who} belongs to no account, and this channel is tied to none, so nobody could pay. Ask {$managers} to tie the channel to the account, or to add {$who} to it, with /incident admin, *{act-edit_members}*.
refusal-choose_in_form = Nothing was filed or offered: technicians and managers say which account they file for. Please choose it in the form; what is filed for an account is posted in its channel, where the customer reads it.
refusal-offer_account = Please choose first which account it is for.

## The App Home

home-due = due {$deadline}
home-soon = One moment: your incidents are being looked up.
home-as_of = As of {$now}
home-title_customer = Open incidents
home-title_desk = Queue
home-title_packs = Prepaid packs
home-title_closed = Closed recently
home-title_decisions = Waiting for your decision
home-title_month = This month
home-on_call = 📟 *On call:*
home-on_call_desk = 📟 *On call, {$desk}:*
home-roster_old = The calendar could not be read lately; this is what it said {$read}.
home-no_account = You do not belong to an account here: an incident is charged individually, unless you claim a pack first.
home_list-open = All open incidents
home_list-unassigned = Unassigned
home_list-mine = Mine
home_list-waiting = Waiting for the customer
home_none-open = Nothing is open. Well done.
home_none-unassigned = Every open incident is assigned to somebody.
home_none-mine = None of yours is open.
home_none-waiting = No incident is waiting for the customer.
home-none_customer = You have no open incidents.
home-count = { $count ->
        [one] 1 incident
       *[other] {$count} incidents, most urgent first
    }
home-count_many = More than {$count} incidents, most urgent first
home-turn_technician = 💬 Waiting for the customer
home-turn_customer = 💬 Your turn: please answer in its thread
home-pack = • Pack {$pack}: {$left} of {$size} left, expires on {$until}
home_month-filed = Filed
home_month-in_time = Answered on time
home_month-late = Answered late
home_month-closed = Closed
button-home_open = Open
button-home_next = Next page
button-home_first = First page
button-home_refresh = Refresh

## Questions and answers (FAQ)

# `faq_words-…` are the words that find an answer, beside those of the other languages; the first one counts double.

placeholder-faq = Choose a question
faq-title = *Questions and answers.* Choose one below, or write `/incident faq` with a word of it, such as `/incident faq packs`.
faq-unknown = No single answer fits “{$typed}”. Please choose a question below:
faq_question-severity = How soon do you respond?
faq_words-severity = severity severities level priority urgent time times delay respond response soon fast quick deadline sla
faq_promise-always = • {$severity}: initial response within {$target}, day and night. Filed now: by {$deadline}.
faq_promise-business = • {$severity}: initial response within {$target}. Filed now: by {$deadline}.
faq-from_filing = The time runs from the moment it is filed. You choose the severity, and it can be changed later.
faq-hours = *Business hours:* {$week} (time zone {$zone}).
faq-day = {$days} {$hours}
faq-days = {$first} to {$last}
faq-stretch = {$start}–{$end}
faq-closed_days = Next closed days: {$days}
faq_question-incident = What counts as one incident?
faq_words-incident = definition incident count counts divide divided split problem problems several price cost
faq-incident = One problem that cannot be divided, with all the work that it reasonably takes. That may mean several messages and research in between. The price does not depend on the time we spend.
faq-incident_split = A request with several problems becomes one incident for each. We propose the split in your thread, and nothing more is deducted until you agree.
faq_question-cover = When do you work on it, and who must be reachable?
faq_words-cover = cover coverage 24x7 night weekend hours business open opening reachable contact contacts duty available work
faq-cover = You choose for each incident: business hours, or 24x7, around the clock. That holds until it is solved.
faq-cover_duty = With 24x7 you name people whom we can reach day and night, with phone number and hours. If we cannot reach them and nobody answers within {$within}, the incident goes on in business hours; the promised response time stays.
faq_question-lifecycle = Is my product still supported?
faq_words-lifecycle = product products lifecycle eligible supported mainstream extended version old
faq-lifecycle = A product is supported for its whole lifecycle: mainstream and extended support. `/incident products` shows until when, and its end is announced wherever the product appears from {$before} before it. Afterwards the form refuses it.
faq_question-exclusions = What is not covered?
faq_words-exclusions = covered not isn aren exclude excluded exclusion exclusions include included feature features site visit custom code developer api security
faq-ended_products = Products whose support has ended
faq-exclusions = The form says so before anything is filed. A technician can accept an exception, with a reason that is kept on record.
faq_question-solution = What counts as a solution?
faq_words-solution = solution solutions solved acceptable scope agree closed
faq-solution = First a technician agrees with you on what the problem is, in the thread of your incident: you can accept the proposed scope or amend it.
faq-solution_closed = The incident is closed once one or more solutions were proposed. If it does not help, you can reopen it within {$within}.
faq_question-unresolved = What if there is no solution?
faq_words-unresolved = unresolved guarantee guaranteed unsolved impossible fail without if no none solution
faq-unresolved = We do what we can, but every installation is different, and a solution cannot be guaranteed. If we find none, we tell you why and close the incident as unresolved. A manager then decides whether it is billed, and you read that in its thread.
faq_question-withdrawal = Can I close an incident before it is solved?
faq_words-withdrawal = close closing withdraw withdrawal cancel before stop
faq-withdrawal = Yes, with *{button-withdraw}* on its card. A manager then decides whether it is billed, and you read that in its thread.
faq_question-reopening = Can a closed incident be reopened?
faq_words-reopening = reopen reopened reopening again back
faq-reopening = Yes, within {$within} of closing, with *{button-reopen}* on its card. After that, please file a new one.
faq_question-packs = How do I use a prepaid pack?
faq_words-packs = pack prepaid use using balance unit units pay
faq-packs = File as somebody who belongs to the account that bought it: type `/incident` and choose the pack under *{field-paid_with}*. If you choose none, the one that expires first is used. `/incident packs` shows your packs and what is left in them.
faq-packs_left = Its buyers are notified when { $count ->
        [0] none is left
        [one] one incident or none is left
       *[other] {$count} incidents or fewer are left
    }.
faq-packs_required = Without a pack nothing can be filed here.
faq-packs_optional = Without a pack an incident is charged individually.
faq_question-expiry = When does a pack expire?
faq_words-expiry = expir pack expires expired expiry expiration valid validity year
faq-expiry = One year after purchase, unless another day was agreed; `/incident packs` shows the date.
faq-expiry_notice = Its buyers are notified {$before} before.
faq-and = {$first} and {$last}
faq_question-claim = Whoever bought our pack has left. What now?
faq_words-claim = claim pack claiming buyer bought left quit gone colleague confirmation order proof
faq-claim = Type `/incident claim` followed by the order confirmation number: it proves the purchase. A manager decides, the former buyer is told, and you can then use what is left.
faq-claim_limit = { $count ->
        [one] You can claim once a day.
       *[other] You can claim up to {$count} times a day.
    }
faq_question-card = Who answers questions about a card payment?
faq_words-card = card credit billing bill payment invoice charge
faq-card = Guichet does not see card payments. Please ask here: {$where}
faq_question-tax = How do I send a tax exemption certificate?
faq_words-tax = tax taxes exempt exemption certificate vat
faq-tax_to = Please send it here, never to a channel: {$where}
faq-tax_managers = Please send it in a direct message, never to a channel, to {$where}.
faq-tax = Say which account it is for, its number, the country and from when until when it is valid. It is registered for the account, and asked for again before it ends.
faq_question-survey = What is the survey for?
faq_words-survey = survey feedback helpful useful experience affected opinion answers privacy data satisfied satisfaction
faq-survey = After closing, whoever filed the incident is asked whether the answer was useful, how good it and its language were, and what affected the experience. There is one reminder, after {$after}.
faq-survey_use = {survey-purpose} Whoever runs Guichet in your provider’s workspace can export them.
faq-survey_off = No survey is sent here after an incident.

## Claims and administration

claim-title = Claim a pack
claim-submit = Claim
field-confirmation = Order confirmation number
placeholder-confirmation = As shown on the order
hint-confirmation = It proves that the pack was bought. Spaces, hyphens and upper or lower case do not matter.
claim-received = Thank you. A manager will look at it, and you will get the answer as a direct message.
refusal-too_many_claims = You have reached the limit of claims for 24 hours. You can claim again from {$next}.
refusal-nobody_decides = No manager is named here who could decide on claims, so yours would be lost. Please ask whoever runs Guichet in your workspace to name one in MANAGERS.
claim-received_outside = Thank you. A manager will look at it, and you will get the answer in the thread in which you asked.
refusal-claim_number = Slack does not open this form for you here. Please mention me with the order confirmation number instead, for example “@Guichet claim ORD-12345”.
claim-made = 🎟️ {$who} claims the pack {$number}.
claim-pack = It belongs to {$account}. If you approve, the claimant becomes a member and buyer of that account; its current buyers stay and are notified.
claim-no_pack = No pack has this number.
claim-is_member = The claimant is already a member of this account.
button-approve = Approve
button-refuse = Refuse
refuse-title = Refuse a claim
field-reason = Reason
hint-refusal_reason = The claimant reads it.
claim-approved = ✅ Your claim to the pack {$number} has been approved. You are now a member and buyer of {$account}: /incident packs shows what is left, and /incident files an incident.
claim-refused = Your claim to the pack {$number} has been refused: {$reason}
claim-decided = There is an answer to your claim to the pack {$number}. I cannot write to you directly, and others read this channel: please ask {$managers} for it.
claim-told_owner = 🎟️ {$who} has claimed the pack {$number} of {$account}, and a manager has approved it. If this is wrong, please write to {$managers}.
claim-approved_to_managers = ✅ {$by} has approved the claim of {$who} to the pack {$number} of {$account}.
claim-refused_to_managers = 🚫 {$by} has refused the claim of {$who} to the pack {$number}: {$reason}
refusal-no_such_claim = There is no such claim.
refusal-already_approved = {$who} has already approved this claim ({$when}).
refusal-already_refused = {$who} has already refused this claim ({$when}).
refusal-own_claim = This is your own claim. Please let another manager decide.
refusal-no_pack_to_approve = No pack has this number, so there is nothing to approve.
refusal-not_yours = You are not allowed to do this with {$incident}.
refusal-not_now = { $act ->
        [reopen] {$incident} is already open.
        [give_back] { $status ->
            [closed] {$incident} is closed, so there is nothing to give back.
           *[other] {$incident} is already waiting for a technician.
        }
        [give_verdict] {$incident} is still open. It can be billed or waived once it is closed.
       *[other] { $status ->
            [closed] {$incident} is closed. It can be reopened with the button on its card.
           *[other] Please acknowledge {$incident} first.
        }
    }
refusal-no_solution = No solution has been proposed yet. Please use “Propose solution” first, or choose “Unresolved” and explain it.
refusal-too_late_to_reopen = {$incident} could be reopened until {$until}. Please file a new incident.
refusal-no_verdict_due = { $billing ->
        [billed] {$incident} has already been billed.
        [waived] {$incident} has already been waived.
       *[other] {$incident} does not need a verdict now.
    }
refusal-not_manager = Only managers can do this: they are named in Guichet’s settings.
admin-title = Administration
admin-next = Next
admin-save = Save
admin-about = Account: *{$account}* ({$code})
placeholder-choose = Choose
field-act = What do you want to do?
act-grant_pack = Grant a pack
act-adjust_pack = Correct a balance
act-edit_members = Members of an account
act-add_account = Add an account
act-edit_account = Change an account
act-register_certificate = Register a tax exemption certificate
certificate-title = Tax exemption
act-add_product = Add a product
act-edit_product = Change a product
field-size = Incidents bought
field-bought_on = Bought on
field-expires_on = Expires on
hint-expires_on = First day it can no longer be used. Leave empty for one year after purchase.
field-pack = Pack
field-units = Correction
hint-units = For example 2 to add two incidents, -1 to take one away.
hint-reason = It is kept on record; the account’s members read it in /incident packs.
field-code = Code
hint-code = Its short name in lists and imports, for example ACME.
field-name = Name
field-calendar = Calendar
hint-calendar = Which business hours of the policy apply to this account.
field-language = Language
hint-language = Language of messages in its channels.
language-default = Default
field-change = Change
change-add = Member, but not a buyer
change-add_buyer = Member and buyer: notified of low balances and expiry
change-remove = Remove
field-person = Person
field-channel = Channel
hint-channel = Everybody in it belongs to the account. Anybody can join a public channel, so please choose a private one.
field-member = E-mail domain, or a Slack ID
hint-member = For example example.com, or the ID of a person (U…) or channel (C…) that cannot be picked above.
members-title = *Members now*
members-none = Nobody yet.
members-buyer = buyer
field-mainstream_end = End of mainstream support
hint-mainstream_end = Last day. Leave empty if unknown.
field-extended_end = End of extended support
hint-extended_end = Last day. Leave empty if unknown.
field-number = Number of the certificate
field-country = Country
hint-country = Two letters, for example FR (ISO 3166).
field-valid_from = Valid from
field-valid_to = Valid to
hint-valid_to = Last day.
field-file = Where the document is kept
hint-file = A path, a link or a file number by which the accountants can find it.
finished-title = Done
finished-close = Close
done-grant_pack = The pack {$pack} has been granted: { $size ->
        [one] 1 incident
       *[other] {$size} incidents
    }.
done-adjust_pack = The balance of the pack {$pack} has been corrected: {$left} left.
done-edit_account = The account *{$account}* has been saved.
done-add = {$member} now belongs to *{$account}*.
done-add_buyer = {$member} is now a buyer of *{$account}*.
done-remove = {$member} has been removed from *{$account}*. People can still belong to it through their e-mail domain or a channel: the form lists both.
done-edit_product = The product *{$product}* has been saved.
done-register_certificate = The certificate of *{$account}* has been registered: {$date} is its last day.
done-correct_certificate = The certificate of *{$account}* has been corrected: {$date} is its last day.
refusal-no_accounts = There are no accounts yet. Please add one first.
refusal-no_products = There are no products yet. Please add one first.
refusal-no_packs = This account has no valid pack. Please choose another account, or grant it a pack.
refusal-not_whole = Please enter a whole number from {$lowest} to {$highest}.
refusal-no_units = Please enter how many incidents to add or take away.
refusal-wrong_date = There is no such date, or it is too far away. Please pick another one.
refusal-not_yet_bought = This day is in the future. Please enter the day on which the pack was bought.
refusal-expires_too_soon = The pack would expire before it can be used. Please enter a day after the purchase.
refusal-nothing_to_correct = The pack {$pack} has expired, so a correction would change nothing. Please grant a new pack instead.
refusal-code_taken = Another account already has this code. Please choose another code.
refusal-unknown_calendar = The policy no longer has this calendar. Please choose another one.
refusal-wrong_member = Please enter an e-mail domain such as example.com, or a Slack ID such as U012ABCDE or C012ABCDE.
refusal-public_domain = Anybody can get an address at {$domain}, so all of them would belong to this account. Please add people one by one.
refusal-channel_taken = This channel is tied to another account. A channel belongs to one account: please remove it there first.
refusal-technicians_channel = This is the technicians’ channel: they would all become members of this account. Please choose another channel.
refusal-buyer_is_person = Only a person can be a buyer. Please add a domain or channel as a member.
refusal-no_member = This member is not listed in the account, so there is nothing to remove.
refusal-one_at_a_time = Please name one person, channel or domain at a time.
refusal-product_code_taken = Another product already has this code. Please choose another code.
refusal-lifecycle_reversed = Extended support cannot end before mainstream support. Please check both dates.
refusal-unknown_country = There is no country with this code. Please enter two letters, for example FR.
refusal-validity_reversed = The last day is before the first. Please check both dates.
refusal-certificate_known = This certificate is already registered with the same dates and document. Please check the number.

## What a message says below it once its question is settled

settled-acknowledged = ✅ {$who} has acknowledged it.
settled-closed = ⚪ {$who} has closed the incident.
settled-reopened = 🔁 The incident is open again.
settled-given_back = ↩️ It was given back: the incident is waiting for a technician again.
settled-deadline_moved = 🔀 The severity has changed, and another deadline counts.
settled-moved = 🔀 {$who} has moved the incident to another desk.
settled-customer_updated = 💬 The customer has heard from us since.
settled-snoozed = 💤 {$who} has snoozed this reminder.
settled-not_waiting = ▶️ We are no longer waiting for the customer’s answer.
settled-replaced = 🔁 A newer proposal has replaced this one.
settled-scope_agreed = 🤝 {$who} has agreed to it.
settled-split_agreed = ✅ {$who} has agreed to it.
settled-split_declined = 🚫 {$who} has declined it.
settled-reachable = 📞 {$who} can be reached.
settled-not_awaited = No answer is awaited any more.
settled-cover_fell_back = 🌙 Nobody answered in time: the cover fell back to business hours.
settled-billed = ⚖️ {$who} has decided to bill it.
settled-waived = ⚖️ {$who} has decided to waive the charge.
settled-survey_answered = 📝 You have answered; thank you.
settled-claim_approved = ✅ {$who} has approved this claim.
settled-claim_refused = 🚫 {$who} has refused this claim.
settled-certificate_renewed = 📄 A certificate that is valid for longer has been registered.
settled-not_manager = ➡️ This is left to those who are managers now.

## Moments and lengths of time

# How Slack is asked to write an instant (docs.slack.dev/messaging/formatting-message-text#date-formatting).
slack-date = {"{date_short_pretty} at {time}"}
# Unicode's patterns of dates (unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns); $day is the day of the month.
pattern-day = { $day ->
       *[other] d MMM y
    }
pattern-weekday = { $day ->
       *[other] EEE d MMM y
    }
# A zone is named by its “abbreviation” (CET) or by its “city” (Paris).
zone-named_by = abbreviation
# $kind is “abbreviation”, or “offset” where a zone has none (UTC+05:45). A city is “city”, “vowel” where its name begins
# with one, or “le” where it begins with “Le ”, which $zone leaves out.
moment = {$day}, {$time} {$zone}
moment-zone = { $kind ->
       *[other] {$zone}
    }
time-of_day = { NUMBER($hour, minimumIntegerDigits: 2) }:{ NUMBER($minute, minimumIntegerDigits: 2) }

duration-seconds = {$seconds} s
duration-minutes = {$minutes} min
duration-hours = {$hours} h
duration-hours-minutes = {$hours} h {$minutes} min
duration-days = { $days ->
        [one] {$days} day
       *[other] {$days} days
    }
duration-days-hours = {duration-days} {$hours} h

## Survey

survey-title = Survey
survey-wanted = {$incident} “{$title}” is closed. How did it go? Four questions, one minute.
survey-reminder = {$incident} “{$title}” was closed a few days ago. Your opinion is still welcome; this is the only reminder.
survey-purpose = The technicians read your answers with your name, and we use them to improve how we handle incidents. They change nothing about the incident or what it costs.
survey-in_words = {$incident} is closed. How did it go? I cannot write to you directly: if you like, tell us in this thread, and the technicians will read it.
survey-answered = 📝 {$who} has answered the survey about {$incident}: useful: {$useful} · answer {$quality}/5 · language {$language}/5
survey-thanks = Thank you. The technicians can now read your answers.
button-survey = Answer
field-useful = Was the answer useful?
field-quality = Quality of the answer
field-writing = Quality of the language
field-remarks = What affected your experience?
useful-yes = yes
useful-no = no
mark-5 = 5, very good
mark-4 = 4, good
mark-3 = 3, fair
mark-2 = 2, weak
mark-1 = 1, poor
refusal-survey_answered = You have already answered the survey about {$incident}; thank you. To add something, write in the thread of the incident.

## The demo

demo-customers = 👋 *Here you are Alice Martin of Acme*, a customer; this channel is where Acme asks for support. *Act as*, at the top right, makes you somebody else.
    1. Type `/incident`, fill in the form and press *{form-submit}*. Your incident gets a card here, with its deadline.
    2. Become *Theo Roux*, a technician, go to {$triage} and press *{button-acknowledge}* on its card. Alice reads it in the thread of hers.
    3. As Alice again, type `/incident packs`: two prepaid incidents are left in one pack, five in another. `/incident help` lists the rest.
    4. File without a command: write `@guichet B Printers are down since nine`, open its thread and answer `yes`. Or put 🎫 on what somebody wrote here: press 😀 beside it, type `ticket` and press Enter.
demo-lobby = 👋 *Here you are Carl Lopez or Gina Rossi of Globex*, in a channel that belongs to no account. Gina bought a pack of five incidents for Globex. Carl is new there: Guichet does not know him yet, but he has the order confirmation number of that pack.
    1. As *Carl Lopez*, type `/incident packs`: he has none.
    2. Type `/incident claim`, and give the number `{$confirmation}`.
    3. Become *Max Bernard*, the manager. Guichet has asked him under *Direct messages*: press *{button-approve}*. Carl can use the pack now, and Gina is told.
demo-triage = 👋 *Here you are Theo Roux or Tess Petit*, the technicians, or *Max Bernard*, the manager. Each incident has a card here; what you write in its thread stays between technicians.
    1. *{button-acknowledge}* an incident, or put 👀 on its card: that is the initial response. There is none yet? File one as Alice, in {$customers}.
    2. *{button-reply}*, then *{button-propose_solution}*, then *{button-close}*: Alice reads each of them, and is asked how it went.
    3. As *Max Bernard*, type `/incident admin` to grant a pack, or to change an account or a product. When a deadline passes, he gets a direct message.
    4. As Theo, type `/incident counter` in {$customers}: Alice finds buttons there for all that she can ask for.
    5. The card says who is on call: Theo by day, Tess from 20:00 to 8:00. Reminders call them by name.
demo-databases = 👋 *Here you are Tess Petit*, a technician, or *Max Bernard*, the manager, at a second desk, for databases. Theo is no member of it: Guichet shows him none of its incidents.
    1. As Alice, in {$customers}, file an incident about the *Database Server 2019*: its card is posted here.
    2. As Tess, choose *{act-move_to_desk}* under *{button-more}* on a card in {$triage}: it comes here, and its time goes on.
    3. As Tess, move it back: the former card says where it is now.
demo-real_time = ⏱️ Time runs at its normal pace. Start the demo with `--speed 60`, and an hour passes in a minute: then you see reminders here, and missed deadlines.
demo-fast_time = ⏱️ Time runs {$speed} times as fast: severity A’s two hours pass in {$length}, with their reminders.
demo-people = *Who is who in this demo*
    • *Alice Martin*, of Acme, is a customer: {$customers}
    • *Gina Rossi* bought a pack for Globex; *Carl Lopez*, new there, can claim it: {$lobby}
    • *Theo Roux* and *Tess Petit* are the technicians: {$triage}; for databases it is Tess alone: {$databases}
    • *Max Bernard* is the manager. What he decides comes to him as a direct message.
    The first message in each channel says what to try. Nothing is kept when the demo ends.
demo-used_before = Used before Guichet

# What the people of the tour write.
tour-mail = Mail is down
tour-sign_in = Nobody can sign in
tour-mail_and_calendar = Mail and calendar fail
tour-old_server = The old server is slow
tour-description = It began at nine. Restarting did not help.
tour-contacts = Bob, +33 1 23 45 67 89, day and night
tour-late_answer = Sorry for the wait, I am on it.
tour-reply = Hello Alice, we are looking at the relay.
tour-private = Between us: it is the relay again.
tour-part_mail = Mails do not arrive
tour-part_calendar = The calendar is empty
tour-tried = Rang twice.
tour-remark = It hits *Paris* too.
tour-scope = No mail comes in at the main office.
tour-fewer_affected = Only some are affected.
tour-solution = Restart the relay, then send yourself a message.
tour-down_again = It is down again.
tour-goodwill = Goodwill
tour-printers = Printers are down since nine
tour-badge_reader = And the badge reader does not open the door.
