### Ce que les gens lisent, en français. en.ftl dit la même chose en anglais.

## Le formulaire

form-title = Déclarer un incident
form-submit = Déclarer
form-close = Annuler
form-limit = {$limit} caractères au plus.
field-request = De quoi avez-vous besoin ?
field-title = Titre
field-product = Produit
field-severity = Gravité
field-cover = Prise en charge
field-contacts = Contacts joignables (24h/24)
field-description = Description
placeholder-request = Choisissez de quoi il s’agit
placeholder-title = Ce qui ne va pas, en une ligne
placeholder-product = Choisissez un produit
placeholder-contacts = Nom, numéro de téléphone, heures
placeholder-description = Ce qui s’est passé, depuis quand, ce que vous avez essayé
hint-contacts = Nécessaire pour la prise en charge 24h/24 : des personnes joignables jour et nuit. {form-limit}
hint-severity = La durée est le délai promis pour la première réponse d’un technicien.
product-any = Tout produit
request-incident = De l’aide pour un problème
request-feature_request = Une nouvelle fonctionnalité ou un changement de produit
request-on_site = Une intervention sur site
request-custom_code = L’écriture ou la relecture de code personnalisé
request-developer_support = De l’aide au développement (compléments, API)
request-security_response = Une réponse à un incident de sécurité
severity-A = 🔴 A · impact critique sur l’activité
severity-B = 🟠 B · impact modéré sur l’activité
severity-C = 🔵 C · impact minimal sur l’activité
severity-option = {$severity} (réponse sous {$target})
target-always = {$duration}
target-business = {$duration} ouvrées
cover-business = Heures ouvrées
cover-24x7 = 24h/24 et 7j/7

## Les refus dans le formulaire

refusal-empty = Merci de remplir ce champ.
refusal-not_chosen = Merci de choisir une réponse.
refusal-too_long = Ce texte compte {$length} caractères ; la limite est de {$limit}. Merci de le raccourcir de {$excess}.
refusal-unknown_product = Ce produit n’est plus au catalogue. Merci d’en choisir un autre.
refusal-contacts_missing = Avec la prise en charge 24h/24, nous pouvons vous appeler la nuit : indiquez qui est joignable, avec numéro et heures, ou choisissez les heures ouvrées.
refusal-feature_request = Le contrat ne couvre pas les demandes de nouvelles fonctionnalités. Choisissez un autre type de demande, ou parlez-en à votre responsable de compte.
refusal-on_site = Le contrat ne couvre pas les interventions sur site : nous aidons à distance. Choisissez un autre type de demande, ou parlez-en à votre responsable de compte.
refusal-custom_code = Le contrat ne couvre ni l’écriture ni la relecture de code personnalisé. Choisissez un autre type de demande, ou parlez-en à votre responsable de compte.
refusal-developer_support = Le contrat ne couvre pas l’aide au développement de compléments et d’API. Choisissez un autre type de demande, ou parlez-en à votre responsable de compte.
refusal-security_response = Le contrat ne couvre pas la réponse aux incidents de sécurité. Appelez votre équipe de sécurité ; choisissez un autre type de demande si quelque chose est en panne.

## Les autres refus et les pannes

refusal-not_technician = Seuls les techniciens peuvent prendre en charge {$incident} : ce sont les membres du canal de triage. Votre incident est entre leurs mains.
refusal-already_acknowledged = {$incident} a déjà été pris en charge par {$who}, {$when}.
refusal-no_such_incident = Il n’y a pas de {$incident} ici. /incident liste montre les incidents que vous pouvez voir.
refusal-which_incident = Merci de dire quel incident, par exemple : /incident {$command} INC-42
refusal-unknown_command = Je ne connais pas « /incident {$command} ». /incident aide montre ce qui existe.
refusal-form_expired = Slack nous donne trois secondes pour ouvrir le formulaire, et cela a pris plus longtemps. Rien n’est perdu : merci de réessayer.
failure = Quelque chose n’a pas marché de notre côté, et nous en sommes avertis. Rien n’a été enregistré ; merci de réessayer dans une minute. Si cela persiste, donnez cette référence au support : {$reference}

## Les fiches

card-header = {$incident} · {$title}
card-summary = {$incident}, gravité {$severity} : {$title}
card-status = État
card-severity = Gravité
card-product = Produit
card-cover = Prise en charge
card-opened_by = Déclaré par
card-deadline = Première réponse promise pour
card-description = Description
card-contacts = Joignables jour et nuit
card-as_of = Déclaré {$filed} · état à {$now}
card-reply_here = Les réponses arrivent dans ce fil ; écrivez-y pour ajouter quelque chose.
status-open = ⏳ En attente d’un technicien
status-overdue = 🚨 En retard : personne n’a encore répondu
status-acknowledged = ✅ {$who} s’en occupe
deadline-ahead = {$deadline}, dans {$left}
deadline-behind = {$deadline}, il y a {$late}
deadline-kept = {$deadline}, réponse {$margin} avant
deadline-missed = {$deadline}, réponse {$late} après
button-acknowledge = Prendre en charge

## Ce qui se dit dans les fils et les messages directs

warning = ⏰ {$incident} attend une première réponse : il reste {$left}, jusqu’à {$deadline}. {$share} % du délai promis sont passés.
breach = 🚨 {$incident} a dépassé son échéance : la première réponse était promise pour {$deadline}.
fallback = ⏰ {$incident} attend toujours une première réponse, promise pour {$deadline}. C’est Slack qui le dit, car Guichet ne l’a pas fait : occupez-vous de {$incident}, et voyez si Guichet tourne.
escalation = 🚨 {$incident} attend toujours une première réponse, {$late} après son échéance ({$step} sur {$steps}).
breach-notice = 🚨 {$incident} « {$title} » (gravité {$severity}) de {$who} a dépassé son échéance, {$deadline}, et personne ne l’a pris en charge.
reminder-late = Ce rappel était prévu {$due} et arrive avec {$late} de retard : Guichet ne tournait pas ou n’atteignait pas Slack.
acknowledged-customer = ✅ {$who} a pris en charge votre incident et répondra dans ce fil.
acknowledged-triage = ✅ {$who} a pris en charge {$incident} ({$how}), {$margin} avant l’échéance.
acknowledged-triage-late = ✅ {$who} a pris en charge {$incident} ({$how}), {$late} après l’échéance.
how-button = par le bouton
how-eyes = avec :eyes:
how-reply = en répondant au client
how-triage_reply = en répondant ici

## Ce que les responsables apprennent de Guichet lui-même

trouble-reminder_missing = 🩺 {$incident} avait perdu un rappel ({$what}). Il a été remis en place.
trouble-overdue = 🩺 {$count} messages ont plus de deux minutes de retard, le plus ancien depuis {$since}. guichet doctor dit pourquoi.
trouble-stuck = 🩺 {$count} messages étaient réservés depuis plus de dix minutes. Ils ont été rendus.
trouble-held_up = 🩺 Slack refuse {$count} messages ({$error}). Remédiez-y dans Slack ; guichet outbox retry les envoie aussitôt.
trouble-silent = 🩺 Pas de connexion à Slack depuis plus d’une minute : commandes et boutons restent sans effet d’ici son retour.

## Les commandes

help = *Ce que je sais faire*
    • /incident ouvre le formulaire pour déclarer un incident
    • /incident liste montre vos incidents
    • /incident voir INC-42 montre l’un d’eux
    • /incident expliquer INC-42 dit d’où vient son échéance
    • /incident aide montre ceci
    Vous pouvez aussi déclarer un incident depuis un message : son menu contient « File as an incident ».
list-title = *Incidents ouverts*
list-none = Il n’y a pas d’incident ouvert. /incident en déclare un.
list-line = *{$incident}* · {$severity} · {$title} : {$status} ({$deadline})
list-more = … et {$count} de plus.
explain-title = *D’où vient l’échéance de {$incident}*
explain-start = Déclaré {$filed}. La gravité {$severity} promet une première réponse sous {$target}.
explain-always = Le temps compte jour et nuit.
explain-calendar = Compté dans les heures d’ouverture du calendrier, fuseau {$zone}.
explain-open = • {$day}, {$start} à {$end} : {$counted} comptées, reste {$left}
explain-holiday = • {$date} : fermé, jour férié
explain-closed = • {$date} : fermé
explain-more = • … et ainsi de suite, jour après jour
explain-result = *Échéance : {$deadline}*

## Les durées

duration-seconds = {$seconds} s
duration-minutes = {$minutes} min
duration-hours = {$hours} h
duration-hours-minutes = {$hours} h {$minutes} min
duration-days = { $days ->
        [one] {$days} jour
       *[other] {$days} jours
    }
duration-days-hours = {duration-days} {$hours} h
