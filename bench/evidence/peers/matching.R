# Greedy one-to-one matching within a caliper with MatchIt; arguments: people, helped.
# Scores are whole numbers: some builds of MatchIt 4.5 lose what is behind the point of a distance,
# look at one side only and heed no caliper. On whole numbers all builds agree.
if (!requireNamespace("MatchIt", quietly = TRUE)) quit(status = 3)
words <- as.integer(commandArgs(trailingOnly = TRUE))
people <- words[1]; helped <- words[2]
prime <- 2147483647
at <- as.numeric(seq_len(people))
score <- ((at * at) %% prime * 48271) %% prime
other <- ((at * at) %% prime * 69621 + at * 16807) %% prime
# Those who were helped mostly have the highest scores, so that some find nobody like them.
first <- order(2 * score + other, decreasing = TRUE)[seq_len(helped)]
group <- numeric(people)
group[first] <- 1
rows <- data.frame(group = group, fact = score)
width <- floor(0.2 * sd(score))
started <- proc.time()
found <- suppressWarnings(MatchIt::matchit(
  group ~ fact, data = rows, method = "nearest", distance = score, m.order = "largest",
  caliper = width, std.caliper = FALSE
))
spent <- proc.time() - started
pairs <- found$match.matrix
chosen <- as.integer(pairs[order(as.integer(rownames(pairs))), 1])
chosen[is.na(chosen)] <- 0L
cat(sprintf(
  '{"cpu_s": %.6f, "width": %.0f, "version": "%s", "chosen": [%s]}\n',
  spent[["user.self"]] + spent[["sys.self"]], width,
  as.character(utils::packageVersion("MatchIt")), paste(chosen, collapse = ",")
))
