### Ce que les gens lisent, en français. en.ftl dit la même chose en anglais.

## Le formulaire

form-title = Déclarer un incident
form-submit = Déclarer
form-close = Annuler
form-limit = {$limit} caractères maximum.
field-request = De quoi avez-vous besoin ?
field-title = Titre
field-product = Produit
field-severity = Gravité
field-cover = Couverture horaire
field-contacts = Contacts joignables (24 h/24)
field-description = Description
placeholder-request = Choisissez de quoi il s’agit
placeholder-title = Ce qui ne va pas, en une ligne
placeholder-product = Choisissez un produit
placeholder-contacts = Nom, numéro de téléphone, horaires
placeholder-description = Ce qui s’est passé, depuis quand, ce que vous avez essayé
hint-contacts = Nécessaire pour la couverture 24 h/24, 7 j/7 : des personnes joignables jour et nuit. {form-limit}
hint-severity = La durée indiquée est le délai promis pour la première réponse d’un technicien.
product-any = N’importe quel produit
request-incident = De l’aide pour un problème
request-feature_request = Une nouvelle fonctionnalité ou la modification d’un produit
request-on_site = Une intervention sur site
request-custom_code = L’écriture ou la relecture de code spécifique
request-developer_support = De l’aide au développement (compléments, API)
request-security_response = Une réponse à un incident de sécurité
severity-A = 🔴 A · impact critique sur l’activité
severity-B = 🟠 B · impact modéré sur l’activité
severity-C = 🔵 C · impact minimal sur l’activité
severity-option = {$severity} (réponse sous {$target})
target-always = {$duration}
target-business = {$duration} ouvrées
cover-business = Heures ouvrées
cover-24x7 = 24 h/24, 7 j/7

## Les refus dans le formulaire

refusal-empty = Merci de remplir ce champ.
refusal-not_chosen = Merci de faire un choix.
refusal-too_long = Ce texte compte {$length} caractères ; la limite est de {$limit}. Merci de le raccourcir ({$excess} en trop).
refusal-unknown_product = Ce produit n’est plus au catalogue. Merci d’en choisir un autre.
refusal-contacts_missing = Avec la couverture 24 h/24, 7 j/7, nous pouvons être amenés à vous appeler la nuit : indiquez qui est joignable, avec numéro de téléphone et horaires, ou choisissez les heures ouvrées.
refusal-pack_expired = Le pack {$pack} a expiré. Veuillez choisir un autre mode de paiement.
refusal-pack_used_up = Le dernier incident du pack {$pack} vient d’être utilisé. Veuillez choisir un autre mode de paiement.
refusal-number_taken = Un pack porte déjà ce numéro de confirmation de commande. Veuillez vérifier le numéro.
refusal-negative_balance = Il n’en reste que {$left} dans ce pack ; veuillez ne pas en retirer davantage.
refusal-feature_request = Le contrat ne couvre pas les demandes de nouvelles fonctionnalités. Choisissez un autre type de demande ou parlez-en à votre responsable de compte.
refusal-on_site = Le contrat ne couvre pas les interventions sur site : nous intervenons à distance. Choisissez un autre type de demande ou parlez-en à votre responsable de compte.
refusal-custom_code = Le contrat ne couvre ni l’écriture ni la relecture de code spécifique. Choisissez un autre type de demande ou parlez-en à votre responsable de compte.
refusal-developer_support = Le contrat ne couvre pas l’aide au développement (compléments, API). Choisissez un autre type de demande ou parlez-en à votre responsable de compte.
refusal-security_response = Le contrat ne couvre pas la réponse aux incidents de sécurité. Appelez votre équipe de sécurité ; si quelque chose est en panne, choisissez un autre type de demande.

## Les autres refus et les pannes

refusal-not_technician = Seuls les techniciens peuvent prendre en charge {$incident} : ce sont les membres du canal de triage. Votre incident est entre leurs mains.
refusal-already_acknowledged = {$incident} a déjà été pris en charge par {$who} ({$when}).
refusal-no_such_incident = {$incident} est introuvable ici. /incident liste affiche les incidents que vous pouvez voir.
refusal-which_incident = Merci de préciser l’incident, par exemple : /incident {$command} INC-42
refusal-unknown_command = Je ne connais pas « /incident {$command} ». /incident aide affiche les commandes disponibles.
refusal-form_expired = Slack ne nous laisse que trois secondes pour ouvrir le formulaire, et cela a pris plus de temps. Rien n’est perdu : merci de réessayer.
failure = Une erreur s’est produite de notre côté, et nous en sommes avertis. Rien n’a été enregistré ; merci de réessayer dans une minute. Si cela persiste, donnez cette référence au support : {$reference}

## Les fiches

card-header = {$incident} · {$title}
card-summary = {$incident}, gravité {$severity} : {$title}
card-status = État
card-severity = Gravité
card-product = Produit
card-cover = Couverture horaire
card-opened_by = Déclaré par
card-deadline = Échéance de la première réponse
card-description = Description
card-contacts = Joignables 24 h/24
card-as_of = Déclaré : {$filed} · état à {$now}
card-reply_here = Les réponses arrivent dans ce fil ; écrivez-y pour ajouter des précisions.
status-open = ⏳ En attente d’un technicien
status-overdue = 🚨 En retard : personne n’a encore répondu
status-acknowledged = ✅ {$who} s’en occupe
deadline-ahead = {$deadline}, dans {$left}
deadline-behind = {$deadline}, il y a {$late}
deadline-kept = {$deadline}, réponse donnée {$margin} avant
deadline-missed = {$deadline}, réponse donnée avec {$late} de retard
button-acknowledge = Prendre en charge

## Ce qui se dit dans les fils et les messages directs

warning = ⏰ {$incident} attend une première réponse : il reste {$left} (échéance : {$deadline}). {$share} % du délai promis est écoulé.
breach = 🚨 {$incident} est en retard : la première réponse était promise (échéance : {$deadline}).
fallback = ⏰ {$incident} attend toujours la première réponse promise (échéance : {$deadline}). C’est Slack qui le signale, car Guichet ne l’a pas fait : occupez-vous de {$incident} et vérifiez que Guichet fonctionne.
escalation = 🚨 {$incident} attend toujours une première réponse, {$late} après l’échéance ({$step} sur {$steps}).
breach-notice = 🚨 {$incident} « {$title} » (gravité {$severity}), déclaré par {$who}, a dépassé son échéance ({$deadline}) et personne ne l’a pris en charge.
reminder-late = Ce rappel arrive avec {$late} de retard (prévu : {$due}) : Guichet était arrêté ou n’arrivait pas à le publier ici.
acknowledged-customer = ✅ {$who} a pris en charge votre incident et répondra dans ce fil.
acknowledged-triage = ✅ {$who} a pris en charge {$incident} ({$how}), {$margin} avant l’échéance.
acknowledged-triage-late = ✅ {$who} a pris en charge {$incident} ({$how}), {$late} après l’échéance.
how-button = avec le bouton
how-eyes = avec :eyes:
how-reply = en répondant au client
how-triage_reply = en répondant ici

## Ce que les responsables apprennent de Guichet lui-même

trouble-reminder_missing = 🩺 Un rappel de {$incident} ({$what}) avait disparu. Il a été rétabli.
trouble-overdue = 🩺 Messages en retard de plus de deux minutes : {$count}, le plus ancien depuis {$since}. guichet doctor en donne la raison.
trouble-stuck = 🩺 Messages réservés depuis plus de dix minutes : {$count}. Ils ont été remis dans la file d’attente.
trouble-held_up = 🩺 Messages refusés par Slack : {$count} ({$error}). Corrigez le problème dans Slack ; guichet outbox retry les renvoie aussitôt.
trouble-silent = 🩺 Pas de connexion à Slack depuis plus d’une minute : commandes et boutons restent sans effet jusqu’à son rétablissement.

## Les commandes

help = *Ce que je sais faire*
    • /incident ouvre le formulaire pour déclarer un incident
    • /incident liste affiche vos incidents
    • /incident voir INC-42 affiche l’un d’eux
    • /incident expliquer INC-42 détaille le calcul de son échéance
    • /incident aide affiche cette aide
    Vous pouvez aussi déclarer un incident depuis un message : son menu contient « File as an incident ».
list-title = *Incidents ouverts*
list-none = Aucun incident ouvert. /incident permet d’en déclarer un.
list-line = *{$incident}* · {$severity} · {$title} : {$status} ({$deadline})
list-more = … et {$count} de plus.
explain-title = *Calcul de l’échéance de {$incident}*
explain-start = Déclaré : {$filed}. La gravité {$severity} promet une première réponse sous {$target}.
explain-always = Le délai court jour et nuit.
explain-calendar = Décompté sur les heures d’ouverture du calendrier, fuseau {$zone}.
explain-open = • {$day}, de {$start} à {$end} : {$counted}, il reste {$left}
explain-holiday = • {$date} : fermé, jour férié
explain-closed = • {$date} : fermé
explain-more = • … et ainsi de suite, jour après jour
explain-result = *Échéance : {$deadline}*

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
