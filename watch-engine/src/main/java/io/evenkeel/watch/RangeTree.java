package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ranges with their watchers, searchable by a key that lies within: an interval tree. It is a treap (a search tree ordered
 * by start and end, kept balanced by random priorities) in which each node knows the largest end below it, so that a
 * search passes over subtrees that end before the key.
 *
 * <p>For {@code [a,c) [b,z) [d,e)} and the key {@code k}: {@code [d,e)} starts before k but ends before it, and so would
 * any subtree whose largest end is {@code e}; only {@code [b,z)} is found.
 */
final class RangeTree {

    private final SplittableRandom random = new SplittableRandom(1);
    private @Nullable Node root;

    private static final class Node {
        final KeyRange range;
        final WatcherGroup watchers = new WatcherGroup();
        final int priority;

        @Nullable
        Key largestEnd;

        @Nullable
        Node left;

        @Nullable
        Node right;

        Node(KeyRange range, int priority) {
            this.range = range;
            this.priority = priority;
            this.largestEnd = range.end();
        }

        void update() {
            largestEnd = later(range.end(), later(endOf(left), endOf(right)));
        }

        private @Nullable Key endOf(@Nullable Node child) {
            return child == null ? range.end() : child.largestEnd;
        }
    }

    void add(Watcher watcher) {
        Node node = find(watcher.range());
        if (node == null) {
            node = new Node(watcher.range(), random.nextInt());
            root = insert(root, node);
        }
        node.watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        Node node = find(watcher.range());
        if (node == null) {
            throw new AssertionError("no watchers of " + watcher.range());
        }
        node.watchers.remove(watcher);
        if (node.watchers.isEmpty()) {
            root = delete(root, node);
        }
    }

    /** Adds the watchers of every range with {@code key} in it. */
    void collect(Key key, List<Watcher> found) {
        collect(root, key, found);
    }

    private static void collect(@Nullable Node node, Key key, List<Watcher> found) {
        if (node == null || !isBefore(key, node.largestEnd)) {
            return;
        }
        collect(node.left, key, found);
        if (node.range.start().compareTo(key) <= 0) {
            if (isBefore(key, node.range.end())) {
                node.watchers.addTo(found);
            }
            collect(node.right, key, found);
        }
    }

    private @Nullable Node find(KeyRange range) {
        Node node = root;
        while (node != null) {
            int order = compare(range, node.range);
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    private static Node insert(@Nullable Node tree, Node added) {
        if (tree == null) {
            return added;
        }
        if (compare(added.range, tree.range) < 0) {
            Node left = insert(tree.left, added);
            tree.left = left;
            tree.update();
            return left.priority > tree.priority ? rotateRight(tree, left) : tree;
        }
        Node right = insert(tree.right, added);
        tree.right = right;
        tree.update();
        return right.priority > tree.priority ? rotateLeft(tree, right) : tree;
    }

    private static @Nullable Node delete(@Nullable Node tree, Node deleted) {
        if (tree == null) {
            throw new AssertionError("no node for " + deleted.range);
        }
        if (tree == deleted) {
            return merge(tree.left, tree.right);
        }
        if (compare(deleted.range, tree.range) < 0) {
            tree.left = delete(tree.left, deleted);
        } else {
            tree.right = delete(tree.right, deleted);
        }
        tree.update();
        return tree;
    }

    /** One tree of two, everything in {@code left} being before everything in {@code right}. */
    private static @Nullable Node merge(@Nullable Node left, @Nullable Node right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left.priority > right.priority) {
            left.right = merge(left.right, right);
            left.update();
            return left;
        }
        right.left = merge(left, right.left);
        right.update();
        return right;
    }

    private static Node rotateRight(Node top, Node left) {
        top.left = left.right;
        left.right = top;
        top.update();
        left.update();
        return left;
    }

    private static Node rotateLeft(Node top, Node right) {
        top.right = right.left;
        right.left = top;
        top.update();
        right.update();
        return right;
    }

    private static int compare(KeyRange a, KeyRange b) {
        int byStart = a.start().compareTo(b.start());
        if (byStart != 0) {
            return byStart;
        }
        Key end = a.end();
        Key otherEnd = b.end();
        if (end == null || otherEnd == null) {
            return Boolean.compare(end == null, otherEnd == null);
        }
        return end.compareTo(otherEnd);
    }

    /** Whether {@code key} lies before {@code end}, null being after every key. */
    private static boolean isBefore(Key key, @Nullable Key end) {
        return end == null || key.compareTo(end) < 0;
    }

    private static @Nullable Key later(@Nullable Key a, @Nullable Key b) {
        if (a == null || b == null) {
            return null;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }
}
