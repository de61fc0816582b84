### What people read, in English. fr.ftl says the same in French: a test keeps both in step.

## The form

form-title = File an incident
form-submit = File
form-close = Cancel
form-limit = Up to {$limit} characters.
field-request = What do you need?
field-title = Title
field-product = Product
field-severity = Severity
field-cover = Cover
field-contacts = Reachable contacts (24x7)
field-description = Description
placeholder-request = Choose what it is about
placeholder-title = What is wrong, in one line
placeholder-product = Choose a product
placeholder-contacts = Name, phone number, hours
placeholder-description = What happened, since when, what you tried
hint-contacts = Needed with 24x7 cover: people we can reach day and night. {form-limit}
hint-severity = The time is the promised time to a technician's first answer.
product-any = Any product
request-incident = Help with one problem
request-feature_request = A new feature or a change to a product
request-on_site = A visit on site
request-custom_code = Writing or reviewing custom code
request-developer_support = Developer support for add-ins and APIs
request-security_response = Response to a security incident
severity-A = 🔴 A · critical business impact
severity-B = 🟠 B · moderate business impact
severity-C = 🔵 C · minimal business impact
severity-option = {$severity} (answer within {$target})
target-always = {$duration}
target-business = {$duration} of business hours
cover-business = Business hours
cover-24x7 = 24x7, around the clock

## Refusals in the form

refusal-empty = Please fill this in.
refusal-not_chosen = Please choose one.
refusal-too_long = This is {$length} characters long; the limit is {$limit}. Please shorten it by {$excess}.
refusal-unknown_product = This product is not in the catalogue any more. Please choose another one.
refusal-contacts_missing = With 24x7 cover we may call you at night: please name who is reachable, with phone number and hours, or choose business hours.
refusal-pack_expired = The pack {$pack} has expired. Please choose another way to pay.
refusal-pack_used_up = The last incident of the pack {$pack} has just been used. Please choose another way to pay.
refusal-number_taken = There is a pack with this order confirmation number already. Please check the number.
refusal-negative_balance = Only {$left} are left in this pack; please take away no more than that.
refusal-feature_request = The contract does not cover requests for new features. Please choose another kind of request, or talk to your account manager.
refusal-on_site = The contract does not cover visits on site: we help remotely. Please choose another kind of request, or talk to your account manager.
refusal-custom_code = The contract does not cover writing or reviewing custom code. Please choose another kind of request, or talk to your account manager.
refusal-developer_support = The contract does not cover developer support for add-ins and APIs. Please choose another kind of request, or talk to your account manager.
refusal-security_response = The contract does not cover security incident response. Please call your security team; choose another kind of request if something is broken.

## Other refusals and failures

refusal-not_technician = Only technicians can acknowledge {$incident}: they are the members of the triage channel. Your incident is in their hands.
refusal-already_acknowledged = {$incident} was already acknowledged by {$who}, {$when}.
refusal-no_such_incident = There is no {$incident} here. /incident list shows the incidents you can see.
refusal-which_incident = Please say which incident, for instance: /incident {$command} INC-42
refusal-unknown_command = I do not know “/incident {$command}”. /incident help shows what there is.
refusal-form_expired = Slack gave us three seconds to open the form and it took longer. Nothing is lost: please try once more.
failure = Something went wrong on our side, and we have been told. Nothing was stored; please try again in a minute. If it stays, give this reference to the desk: {$reference}

## Cards

card-header = {$incident} · {$title}
card-summary = {$incident}, severity {$severity}: {$title}
card-status = Status
card-severity = Severity
card-product = Product
card-cover = Cover
card-opened_by = Opened by
card-deadline = First answer promised by
card-description = Description
card-contacts = Reachable around the clock
card-as_of = Filed {$filed} · as of {$now}
card-reply_here = Answers come in this thread; write here to add something.
status-open = ⏳ Waiting for a technician
status-overdue = 🚨 Overdue: nobody has answered yet
status-acknowledged = ✅ {$who} has it
deadline-ahead = {$deadline}, in {$left}
deadline-behind = {$deadline}, {$late} ago
deadline-kept = {$deadline}, answered {$margin} before
deadline-missed = {$deadline}, answered {$late} late
button-acknowledge = Acknowledge

## What is said in threads and direct messages

warning = ⏰ {$incident} waits for a first answer: {$left} left, until {$deadline}. {$share}% of the promised time has passed.
breach = 🚨 {$incident} has passed its deadline: the first answer was promised by {$deadline}.
fallback = ⏰ {$incident} still waits for a first answer, promised by {$deadline}. Slack says this because Guichet did not: please look after {$incident}, and see whether Guichet is running.
escalation = 🚨 {$incident} still waits for a first answer, {$late} after its deadline ({$step} of {$steps}).
breach-notice = 🚨 {$incident} “{$title}” (severity {$severity}) of {$who} has passed its deadline, {$deadline}, and nobody has acknowledged it.
reminder-late = This reminder was due {$due} and comes {$late} late: Guichet was not running or could not post here.
acknowledged-customer = ✅ {$who} has taken on your incident and will answer in this thread.
acknowledged-triage = ✅ {$who} acknowledged {$incident} ({$how}), {$margin} before the deadline.
acknowledged-triage-late = ✅ {$who} acknowledged {$incident} ({$how}), {$late} after the deadline.
how-button = by button
how-eyes = with :eyes:
how-reply = by answering the customer
how-triage_reply = by answering here

## What the managers are told about Guichet itself

trouble-reminder_missing = 🩺 {$incident} had lost a reminder ({$what}). It has been put back.
trouble-overdue = 🩺 { $count ->
        [one] One message is
       *[other] {$count} messages are
    } more than two minutes late, the oldest since {$since}. guichet doctor says why.
trouble-stuck = 🩺 { $count ->
        [one] One message had been claimed for more than ten minutes. It has
       *[other] {$count} messages had been claimed for more than ten minutes. They have
    } been given back.
trouble-held_up = 🩺 Slack refuses { $count ->
        [one] one message
       *[other] {$count} messages
    } ({$error}). Mend it in Slack; guichet outbox retry tries again at once.
trouble-silent = 🩺 No connection to Slack for more than a minute: commands and buttons go unheard until it is back.

## Commands

help = *What I can do*
    • /incident opens the form to file an incident
    • /incident list shows your incidents
    • /incident show INC-42 shows one of them
    • /incident explain INC-42 tells how its deadline came about
    • /incident help shows this
    You can also file from any message: its menu has “File as an incident”.
list-title = *Open incidents*
list-none = There are no open incidents. /incident files one.
list-line = *{$incident}* · {$severity} · {$title}: {$status} ({$deadline})
list-more = … and {$count} more.
explain-title = *How the deadline of {$incident} came about*
explain-start = Filed {$filed}. Severity {$severity} promises a first answer within {$target}.
explain-always = The clock runs day and night.
explain-calendar = Counted in the opening hours of the calendar, zone {$zone}.
explain-open = • {$day}, {$start} to {$end}: {$counted} counted, {$left} left
explain-holiday = • {$date}: closed, public holiday
explain-closed = • {$date}: closed
explain-more = • … and so on, day by day
explain-result = *Deadline: {$deadline}*

## Lengths of time

duration-seconds = {$seconds} s
duration-minutes = {$minutes} min
duration-hours = {$hours} h
duration-hours-minutes = {$hours} h {$minutes} min
duration-days = { $days ->
        [one] {$days} day
       *[other] {$days} days
    }
duration-days-hours = {duration-days} {$hours} h
