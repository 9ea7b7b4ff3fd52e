# SPDX-License-Identifier: MIT
# Completions of fish for vpcplan.
# Written by: vpcplan completion fish

# Whether the words so far begin with these.
function __vpcplan_at
	set -l words (commandline -opc)
	set -e words[1]
	for i in (seq (count $argv))
		test "$words[$i]" = "$argv[$i]"; or return 1
	end
end

# Whether the words so far are these and no more.
function __vpcplan_after
	__vpcplan_at $argv; and test (count (commandline -opc)) -eq (math (count $argv) + 1)
end

complete -c vpcplan -f
complete -c vpcplan -n __vpcplan_after -F
complete -c vpcplan -n __vpcplan_after -l version -d 'print the version'
complete -c vpcplan -n __vpcplan_after -l help -d 'describe the program'
complete -c vpcplan -n '__vpcplan_after' -a check -d 'report conflicts, dead routes and mistakes of a network'
complete -c vpcplan -n '__vpcplan_after' -a draw -d 'draw the topology of a network as text'
complete -c vpcplan -n '__vpcplan_after' -a reach -d 'say who can reach whom, there and back, and why not'
complete -c vpcplan -n '__vpcplan_after' -a convert -d 'write any input as a spec'
complete -c vpcplan -n '__vpcplan_after' -a rules -d 'list the rules that check knows'
complete -c vpcplan -n '__vpcplan_after' -a explain -d 'say all about a rule: what AWS does, why it matters, what is right'
complete -c vpcplan -n '__vpcplan_after' -a schema -d 'print a JSON Schema: of the spec, of the JSON report'
complete -c vpcplan -n '__vpcplan_after' -a completion -d 'print what completes command lines in a shell'
complete -c vpcplan -n '__vpcplan_after' -a version -d 'print the version of the program'
complete -c vpcplan -n '__vpcplan_after' -a help -d 'describe the program or one command'
complete -c vpcplan -n '__vpcplan_at check' -s f -l format -x -a 'text full concise json' -d 'how to write what was found'
complete -c vpcplan -n '__vpcplan_at check' -l fail-on -x -a 'error warning note never' -d 'from which severity on findings give exit status 1 (error)'
complete -c vpcplan -n '__vpcplan_at check' -s q -l quiet -d 'findings only, no line that sums them up'
complete -c vpcplan -n '__vpcplan_at check' -l show-suppressed -d 'show accepted findings too, with the reason given'
complete -c vpcplan -n '__vpcplan_at check' -l expect -r -F -d 'a spec whose "expect", "ignore" and "networks" hold for the input'
complete -c vpcplan -n '__vpcplan_at check' -l separate -d 'judge each operand alone, not all as one network'
complete -c vpcplan -n '__vpcplan_at check' -s s -l select -x -a '(vpcplan rules --format codes 2>/dev/null)' -d 'only these rules: codes, names or beginnings of codes, with commas'
complete -c vpcplan -n '__vpcplan_at check' -s i -l ignore -x -a '(vpcplan rules --format codes 2>/dev/null)' -d 'none of these rules'
complete -c vpcplan -n '__vpcplan_at check' -l today -x -d 'the date that "until" and "expires" are held against'
complete -c vpcplan -n '__vpcplan_at check' -l input-format -x -a 'spec describe' -d 'take the input for this format, not for what it looks like'
complete -c vpcplan -n '__vpcplan_at check' -l account -x -d 'the account of what does not state one'
complete -c vpcplan -n '__vpcplan_at check' -l region -x -d 'the region of what does not state one'
complete -c vpcplan -n '__vpcplan_at check' -l color -x -a 'auto always never' -d 'colour the output (auto: on a terminal)'
complete -c vpcplan -n '__vpcplan_at check' -l width -x -d 'the width of the output, instead of the terminal\'s'
complete -c vpcplan -n '__vpcplan_at check' -l charset -x -a 'unicode ascii' -d 'draw lines and arrows with these characters'
complete -c vpcplan -n '__vpcplan_at check' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at check' -F
complete -c vpcplan -n '__vpcplan_at draw' -s f -l format -x -a 'text outline' -d 'a diagram, or a list for narrow places and screen readers'
complete -c vpcplan -n '__vpcplan_at draw' -l vpc -x -d 'draw this VPC only'
complete -c vpcplan -n '__vpcplan_at draw' -l detail -x -a '1 2 3' -d 'one box for subnets that are alike (1), resources as counts (2), everything (3); without it by size'
complete -c vpcplan -n '__vpcplan_at draw' -l no-findings -d 'leave out what check would report'
complete -c vpcplan -n '__vpcplan_at draw' -s s -l select -x -a '(vpcplan rules --format codes 2>/dev/null)' -d 'only these rules: codes, names or beginnings of codes, with commas'
complete -c vpcplan -n '__vpcplan_at draw' -s i -l ignore -x -a '(vpcplan rules --format codes 2>/dev/null)' -d 'none of these rules'
complete -c vpcplan -n '__vpcplan_at draw' -l today -x -d 'the date that "until" and "expires" are held against'
complete -c vpcplan -n '__vpcplan_at draw' -l input-format -x -a 'spec describe' -d 'take the input for this format, not for what it looks like'
complete -c vpcplan -n '__vpcplan_at draw' -l account -x -d 'the account of what does not state one'
complete -c vpcplan -n '__vpcplan_at draw' -l region -x -d 'the region of what does not state one'
complete -c vpcplan -n '__vpcplan_at draw' -l color -x -a 'auto always never' -d 'colour the output (auto: on a terminal)'
complete -c vpcplan -n '__vpcplan_at draw' -l width -x -d 'the width of the output, instead of the terminal\'s'
complete -c vpcplan -n '__vpcplan_at draw' -l charset -x -a 'unicode ascii' -d 'draw lines and arrows with these characters'
complete -c vpcplan -n '__vpcplan_at draw' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at draw' -F
complete -c vpcplan -n '__vpcplan_at reach' -l from -x -d 'who sends: a workload, subnet, tier, VPC, network, internet, CIDR or address'
complete -c vpcplan -n '__vpcplan_at reach' -l to -x -d 'who is to receive: the same, or a service such as s3'
complete -c vpcplan -n '__vpcplan_at reach' -l on -x -d 'kinds of traffic, such as tcp/443; default: what TO serves'
complete -c vpcplan -n '__vpcplan_at reach' -l family -x -a '4 6 ipv4 ipv6' -d 'one address family only'
complete -c vpcplan -n '__vpcplan_at reach' -l fail -x -d 'as if this availability zone were lost'
complete -c vpcplan -n '__vpcplan_at reach' -s f -l format -x -a 'text json' -d 'how to write the answer'
complete -c vpcplan -n '__vpcplan_at reach' -l input-format -x -a 'spec describe' -d 'take the input for this format, not for what it looks like'
complete -c vpcplan -n '__vpcplan_at reach' -l account -x -d 'the account of what does not state one'
complete -c vpcplan -n '__vpcplan_at reach' -l region -x -d 'the region of what does not state one'
complete -c vpcplan -n '__vpcplan_at reach' -l color -x -a 'auto always never' -d 'colour the output (auto: on a terminal)'
complete -c vpcplan -n '__vpcplan_at reach' -l width -x -d 'the width of the output, instead of the terminal\'s'
complete -c vpcplan -n '__vpcplan_at reach' -l charset -x -a 'unicode ascii' -d 'draw lines and arrows with these characters'
complete -c vpcplan -n '__vpcplan_at reach' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at reach' -F
complete -c vpcplan -n '__vpcplan_at convert' -l to -x -a 'spec' -d 'what to write'
complete -c vpcplan -n '__vpcplan_at convert' -l with-ids -d 'keep AWS\'s ids and where things came from'
complete -c vpcplan -n '__vpcplan_at convert' -l input-format -x -a 'spec describe' -d 'take the input for this format, not for what it looks like'
complete -c vpcplan -n '__vpcplan_at convert' -l account -x -d 'the account of what does not state one'
complete -c vpcplan -n '__vpcplan_at convert' -l region -x -d 'the region of what does not state one'
complete -c vpcplan -n '__vpcplan_at convert' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at convert' -F
complete -c vpcplan -n '__vpcplan_at rules' -s f -l format -x -a 'text json man codes' -d 'a table, all there is to say, the manual page, or codes alone'
complete -c vpcplan -n '__vpcplan_at rules' -l color -x -a 'auto always never' -d 'colour the output (auto: on a terminal)'
complete -c vpcplan -n '__vpcplan_at rules' -l width -x -d 'the width of the output, instead of the terminal\'s'
complete -c vpcplan -n '__vpcplan_at rules' -l charset -x -a 'unicode ascii' -d 'draw lines and arrows with these characters'
complete -c vpcplan -n '__vpcplan_at rules' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at rules' -a '(vpcplan rules --format codes 2>/dev/null)'
complete -c vpcplan -n '__vpcplan_at explain' -l color -x -a 'auto always never' -d 'colour the output (auto: on a terminal)'
complete -c vpcplan -n '__vpcplan_at explain' -l width -x -d 'the width of the output, instead of the terminal\'s'
complete -c vpcplan -n '__vpcplan_at explain' -l charset -x -a 'unicode ascii' -d 'draw lines and arrows with these characters'
complete -c vpcplan -n '__vpcplan_at explain' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at explain' -a '(vpcplan rules --format codes 2>/dev/null)'
complete -c vpcplan -n '__vpcplan_at schema' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at schema' -a 'spec report'
complete -c vpcplan -n '__vpcplan_at completion' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at completion' -a 'bash zsh fish'
complete -c vpcplan -n '__vpcplan_at version' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_at help' -s h -l help -d 'show this help'
complete -c vpcplan -n '__vpcplan_after help' -a check -d 'report conflicts, dead routes and mistakes of a network'
complete -c vpcplan -n '__vpcplan_after help' -a draw -d 'draw the topology of a network as text'
complete -c vpcplan -n '__vpcplan_after help' -a reach -d 'say who can reach whom, there and back, and why not'
complete -c vpcplan -n '__vpcplan_after help' -a convert -d 'write any input as a spec'
complete -c vpcplan -n '__vpcplan_after help' -a rules -d 'list the rules that check knows'
complete -c vpcplan -n '__vpcplan_after help' -a explain -d 'say all about a rule: what AWS does, why it matters, what is right'
complete -c vpcplan -n '__vpcplan_after help' -a schema -d 'print a JSON Schema: of the spec, of the JSON report'
complete -c vpcplan -n '__vpcplan_after help' -a completion -d 'print what completes command lines in a shell'
complete -c vpcplan -n '__vpcplan_after help' -a version -d 'print the version of the program'
complete -c vpcplan -n '__vpcplan_after help' -a help -d 'describe the program or one command'
